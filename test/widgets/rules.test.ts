// Values of traits that depend on each other are accepted, moved and refused as ipywidgets does.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { before, describe, test } from "node:test";
import { WidgetError } from "../../src/kernel/widget/index.js";
import * as generated from "../../src/widgets/generated/index.js";
import { type PlayedComm, playKernel, setFromPage } from "../support/kernelHost.js";
import { python, run } from "../support/venv.js";

type State = Record<string, unknown>;
/** A widget, its first state, later changes, and the trait that is compared. "children" is a number of them. */
type Case = readonly [widget: string, state: State, changes: State[], trait: string];

const cases: Case[] = [
  ["IntSlider", { value: 200 }, [], "value"],
  ["IntSlider", { min: 5, max: 3 }, [], "value"],
  ["IntSlider", { value: 7 }, [{ max: 5 }], "value"],
  ["IntSlider", { value: 7 }, [{ min: 200 }], "value"],
  ["FloatSlider", { value: -3, min: -1.5 }, [], "value"],
  ["BoundedFloatText", { value: 3, min: 4, max: 9 }, [], "value"],
  ["IntRangeSlider", { value: [7, 3] }, [], "value"],
  ["IntRangeSlider", { value: [3, 3] }, [], "value"],
  ["IntRangeSlider", { value: [-5, 400] }, [], "value"],
  ["FloatRangeSlider", { value: [2, 8] }, [{ max: 5 }], "value"],
  ["FloatRangeSlider", { value: [2, 8] }, [{ value: [8, 2] }], "value"],
  ["Dropdown", { options: ["a", "b"], index: 1 }, [], "value"],
  ["Dropdown", { options: ["a", "b"], index: 2 }, [], "value"],
  ["Dropdown", { options: ["a", "b"], index: -1 }, [], "value"],
  ["Dropdown", { options: ["a", "b"], value: "c" }, [], "value"],
  ["Dropdown", { options: [] }, [], "value"],
  ["Dropdown", { options: ["a", "b"], value: null }, [{ options: ["c"] }], "value"],
  ["Dropdown", { options: ["a", "b"], value: "b" }, [{ options: ["c", "d"] }], "value"],
  ["Dropdown", { options: ["a"] }, [{ options: [] }], "index"],
  ["Dropdown", { options: ["a"] }, [{ index: 5 }], "index"],
  ["RadioButtons", { options: ["a"], index: 1 }, [], "index"],
  ["SelectMultiple", { options: ["a", "b"], index: [0, 2] }, [], "value"],
  ["SelectMultiple", { options: ["a", "b"], index: [1, 0] }, [], "index"],
  ["SelectMultiple", { options: ["a", "b"], index: [1] }, [{ options: ["c"] }], "index"],
  ["SelectionSlider", { options: [] }, [], "value"],
  ["SelectionSlider", { options: ["a"] }, [{ options: [] }], "value"],
  ["SelectionRangeSlider", { options: [] }, [], "value"],
  ["SelectionRangeSlider", { options: ["a", "b"], index: [0, 2] }, [], "value"],
  ["SelectionRangeSlider", { options: ["a", "b"], index: [1, 0] }, [], "value"],
  ...[
    "teal",
    "TEAL",
    "#06c",
    "#0066cc",
    "#06c8",
    "#0066cc80",
    "rgb(1, 2, 3)",
    "rgba(1,2,3,.5)",
    "hsl(120, 50%, 50%)",
  ].map((value): Case => ["ColorPicker", { value }, [], "value"]),
  ...["nocolor", "#ab", "#12345", "rgb(1,2)", "", "var(--a)", "var(--a, red)", "var(--a, no)"].map(
    (value): Case => ["ColorPicker", { value }, [], "value"],
  ),
  ["ButtonStyle", { button_color: "nocolor" }, [], "button_color"],
  ["ButtonStyle", { button_color: null }, [], "button_color"],
  ["SliderStyle", { handle_color: "#zzz" }, [], "handle_color"],
  ["ColorsInput", { value: ["red", "nocolor"] }, [], "value"],
  ["TagsInput", { value: ["a"], allowed_tags: ["b"] }, [], "value"],
  ["TagsInput", { value: ["b"], allowed_tags: ["b"] }, [{ value: ["b", "c"] }], "value"],
  ["TagsInput", { value: [""] }, [], "value"],
  ["TagsInput", { value: ["a", "a"] }, [], "value"],
  ["IntsInput", { value: [3, 1], min: 0, max: 5 }, [], "value"],
  ["Tab", { children: 2 }, [], "selected_index"],
  ["Tab", { children: 0 }, [], "selected_index"],
  ["Tab", { children: 2, selected_index: 2 }, [], "selected_index"],
  ["Tab", { children: 3, selected_index: 2 }, [{ children: 1 }], "selected_index"],
  ["Tab", { children: 3, selected_index: 1 }, [{ children: 0 }], "selected_index"],
  ["Tab", { children: 2, titles: ["a"] }, [], "titles"],
  ["Tab", { children: 2, titles: ["a", "b"] }, [{ children: 1 }], "titles"],
  ["Accordion", { children: 2 }, [], "selected_index"],
  ["Accordion", { children: 2, selected_index: 1 }, [{ children: 0 }], "selected_index"],
  ["Accordion", { children: 2 }, [{ selected_index: 5 }], "selected_index"],
  ["Accordion", { children: 2 }, [{ titles: ["a", "b", "c"] }], "titles"],
  ["Stack", { children: 2, selected_index: 0 }, [{ selected_index: null }], "selected_index"],
];

const script = `
import json, sys
import ipywidgets
def made(state):
    return {k: [ipywidgets.Label() for _ in range(v)] if k == "children" else v for k, v in state.items()}
def outcome(name, state, changes, trait):
    try:
        widget = getattr(ipywidgets, name)(**made(state)) if hasattr(ipywidgets, name) else getattr(ipywidgets.widgets.widget_int, name)(**made(state))
        refused = False
    except Exception:
        return ["refused"]
    for change in changes:
        try:
            for key, value in made(change).items():
                setattr(widget, key, value)
        except Exception:
            refused = True
    value = getattr(widget, trait)
    return ["refused" if refused else "accepted", list(value) if isinstance(value, tuple) else value]
print(json.dumps([outcome(*case) for case in json.loads(sys.argv[1])]))
`;

type Outcome = ["refused" | "accepted", unknown?];
type Made = { set(state: State): void; get(name: string): unknown; modelId: string };
const classes = generated as unknown as Record<string, new (state: State) => Made>;

function madeState(state: State): State {
  const { children, ...rest } = state;
  if (children === undefined) return rest;
  return { ...rest, children: Array.from({ length: children as number }, () => new generated.Label()) };
}

function outcomeOf(
  [name, state, changes, trait]: Case,
  change: (widget: Made, state: State) => void,
): Outcome {
  let widget: Made;
  try {
    widget = new classes[name]!(madeState(state));
  } catch (error) {
    assert.ok(error instanceof WidgetError, String(error));
    return ["refused"];
  }
  let isRefused = false;
  for (const one of changes) {
    try {
      change(widget, madeState(one));
    } catch (error) {
      assert.ok(error instanceof WidgetError, String(error));
      isRefused = true;
    }
  }
  return [isRefused ? "refused" : "accepted", widget.get(trait)];
}

const noPython = existsSync(python) ? false : "Python is not set up: run npm run setup";
describe("ipywidgets", { skip: noPython }, () => {
  let expected: Outcome[];
  let comms: PlayedComm[];
  before(async () => {
    comms = playKernel();
    const { stdout, stderr, code } = await run(python, ["-c", script, JSON.stringify(cases)]);
    assert.equal(code, 0, stderr);
    expected = JSON.parse(stdout) as Outcome[];
  });

  test("accepts, moves and refuses the same values of a program", () => {
    for (const [i, one] of cases.entries())
      assert.deepEqual(
        outcomeOf(one, (widget, state) => widget.set(state)),
        expected[i],
        JSON.stringify(one),
      );
  });

  test("keeps the same values when the page sets them", () => {
    for (const [i, one] of cases.entries()) {
      if (one[2].some((change) => "children" in change || "options" in change)) continue;
      const [, value] = outcomeOf(one, (widget, state) => setFromPage(comms, widget.modelId, state as never));
      assert.deepEqual(value, expected[i]![1], JSON.stringify(one));
    }
  });
});

describe("rules beside those of ipywidgets", () => {
  before(() => void playKernel());
  test("the last tab is selected when the selected one is taken away, where ipywidgets keeps an index beyond the tabs", () => {
    const label = () => new generated.Label();
    const tabs = new generated.Tab({ children: [label(), label(), label()], selected_index: 2 });
    tabs.children = tabs.children.slice(0, 2);
    assert.equal(tabs.selected_index, 1);
    const accordion = new generated.Accordion({ children: [label(), label()], selected_index: 1 });
    accordion.children = accordion.children.slice(0, 1);
    assert.equal(accordion.selected_index, null);
  });

  test("numbers outside of the bounds of their list are refused, as the page refuses them", () => {
    assert.throws(
      () => new generated.IntsInput({ value: [1, 5], min: 2 }),
      /IntsInput\.value: expected numbers of at least 2, found 1/,
    );
    assert.throws(() => new generated.FloatsInput({ value: [5.5], max: 5 }), /at most 5, found 5\.5/);
  });
});

describe("dates", () => {
  test("of any year come back from the page", () => {
    const comms = playKernel();
    const picker = new generated.DatePicker();
    for (const year of [1, 50, 99, 100, 1969, 9999]) {
      setFromPage(comms, picker.modelId, { value: { year, month: 1, date: 28 } });
      assert.equal(picker.value?.getUTCFullYear(), year);
      assert.equal(picker.value?.getUTCMonth(), 1);
    }
    const local = new generated.NaiveDatetime();
    setFromPage(comms, local.modelId, {
      value: { year: 20, month: 0, date: 2, hours: 3, minutes: 4, seconds: 5, milliseconds: 6 },
    });
    assert.deepEqual([local.value?.getFullYear(), local.value?.getHours()], [20, 3]);
  });
});
