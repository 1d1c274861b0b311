// The layout templates compute the same grids as those of ipywidgets.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { before, describe, test } from "node:test";
import { WidgetError } from "../../../src/kernel/widget/index.js";
import { AppLayout, GridspecLayout, Label, TwoByTwoLayout } from "../../../src/widgets/index.js";
import { playKernel } from "../../support/kernelHost.js";
import { python, run } from "../../support/venv.js";

type State = Record<string, unknown>;
type Range = number | [number, number?] | "all";
/** A template, its arguments, then changes. A slot's `true` is a new Label. A list of ranges puts a Label there. */
type Case = readonly [
  name: "AppLayout" | "TwoByTwoLayout" | "GridspecLayout",
  state: State,
  changes: (State | [Range, Range])[],
];

const appSlots = ["header", "footer", "left_sidebar", "center", "right_sidebar"];
const squareSlots = ["top_left", "top_right", "bottom_left", "bottom_right"];

/** Returns all choices among some slots, as states. */
function choices(slots: readonly string[]): State[] {
  return Array.from({ length: 2 ** slots.length }, (_, bits) =>
    Object.fromEntries(slots.filter((_, i) => bits & (1 << i)).map((slot) => [slot, true])),
  );
}

const cases: Case[] = [
  ...choices(appSlots).flatMap((state): Case[] => [
    ["AppLayout", state, []],
    ["AppLayout", { ...state, merge: false }, []],
  ]),
  ...choices(squareSlots).flatMap((state): Case[] => [
    ["TwoByTwoLayout", state, []],
    ["TwoByTwoLayout", { ...state, merge: false }, []],
  ]),
  ["AppLayout", { center: true, footer: true }, [{ header: true }, { footer: null }]],
  ["AppLayout", { center: true, header: true }, [{ merge: false }, { merge: true }]],
  ["TwoByTwoLayout", { top_left: true, top_right: true }, [{ top_right: null }, { bottom_right: true }]],
  ...[
    ["100px", "2fr", "30%"],
    [1, 2.5, 3],
    ["1.5", "2.", 0],
    ["1em", 1, 1],
    [-1, 1, 1],
    [1, 2],
    [true, 1, 1],
  ].flatMap((sizes): Case[] => [
    ["AppLayout", { center: true, header: true, pane_widths: sizes }, []],
    ["AppLayout", { center: true, left_sidebar: true, pane_heights: sizes }, []],
  ]),
  ["AppLayout", { center: true }, [{ pane_widths: [0, "50px", 2] }, { pane_heights: ["10%", 1, 1] }]],
  ...(["AppLayout", "TwoByTwoLayout", "GridspecLayout"] as const).flatMap((name): Case[] => {
    const size = name === "GridspecLayout" ? { n_rows: 2, n_columns: 2 } : {};
    return [
      [name, { ...size, grid_gap: "8px", width: "50%", height: "200px" }, []],
      [name, { ...size, justify_content: "Center", align_items: "TOP" }, [{ align_items: "bottom" }]],
      [name, { ...size, align_items: "bottom" }, [{ align_items: null, grid_gap: "2px", width: "1em" }]],
      [name, { ...size, align_items: "middle" }, []],
      [name, { ...size, justify_content: "top" }, []],
      [name, { ...size, height: 200 }, []],
      [name, { ...size, layout: { width: "40px", height: "1px" }, height: "2px" }, []],
    ];
  }),
  ...[
    [[0, 0]],
    [
      [[0, 3], 0],
      [[1, 4], 1],
      [-1, 0],
      [0, 1],
    ],
    [
      [-2, [0, 3]],
      ["all", 3],
    ],
    [[[0, -1], [-2]]],
    [
      ["all", "all"],
      [0, 0],
      ["all", "all"],
    ],
    [
      [
        [1, 100],
        [-100, 2],
      ],
    ],
    [[4, 0]],
    [[0, -5]],
  ].map((places): Case => ["GridspecLayout", { n_rows: 4, n_columns: 4 }, places as [Range, Range][]]),
  ["GridspecLayout", { n_rows: 0, n_columns: 2 }, []],
  ["GridspecLayout", { n_rows: 1.5, n_columns: 2 }, []],
  ["GridspecLayout", { n_rows: 2, n_columns: -1 }, []],
];

const script = `
import json, sys
import ipywidgets
def made(state):
    return {k: ipywidgets.Label() if v is True and k not in ("merge", "pane_widths") else v for k, v in state.items()}
def key(one):
    if isinstance(one, list):
        return slice(*one) if len(one) == 2 else slice(one[0], None)
    return slice(None) if one == "all" else one
def outcome(name, state, changes):
    try:
        widget = getattr(ipywidgets, name)(**made(state))
    except Exception:
        return "refused"
    for change in changes:
        try:
            if isinstance(change, list):
                widget[key(change[0]), key(change[1])] = ipywidgets.Label()
            else:
                for k, v in made(change).items():
                    setattr(widget, k, v)
        except Exception:
            return "refused"
    names = ["grid_template_areas", "grid_template_columns", "grid_template_rows", "grid_gap", "justify_content", "align_items", "width", "height"]
    layout = {k: getattr(widget.layout, k) for k in names}
    return {**layout, "children": [child.layout.grid_area for child in widget.children]}
print(json.dumps([outcome(*case) for case in json.loads(sys.argv[1])]))
`;

function made(state: State): State {
  const isSlot = (name: string) => appSlots.includes(name) || squareSlots.includes(name);
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      isSlot(name) && value === true ? new Label() : value,
    ]),
  );
}

function build([name, state]: Case): AppLayout | TwoByTwoLayout | GridspecLayout {
  if (name === "AppLayout") return new AppLayout(made(state));
  if (name === "TwoByTwoLayout") return new TwoByTwoLayout(made(state));
  const { n_rows, n_columns, ...rest } = state;
  return new GridspecLayout(n_rows as number, n_columns as number, rest);
}

function outcomeOf(one: Case): unknown {
  try {
    const widget = build(one);
    for (const change of one[2]) {
      if (Array.isArray(change)) (widget as GridspecLayout).set(...(change as [never, never]), new Label());
      else (widget as AppLayout).set(made(change));
    }
    const { layout } = widget;
    return {
      grid_template_areas: layout.grid_template_areas,
      grid_template_columns: layout.grid_template_columns,
      grid_template_rows: layout.grid_template_rows,
      grid_gap: layout.grid_gap,
      justify_content: layout.justify_content,
      align_items: layout.align_items,
      width: layout.width,
      height: layout.height,
      children: widget.children.map((child) => (child as Label).layout.grid_area),
    };
  } catch (error) {
    assert.ok(error instanceof WidgetError, String(error));
    return "refused";
  }
}

const noPython = existsSync(python) ? false : "Python is not set up: run npm run setup";
describe("layout templates", { skip: noPython }, () => {
  let expected: unknown[];
  before(async () => {
    playKernel();
    const { stdout, stderr, code } = await run(python, ["-c", script, JSON.stringify(cases)]);
    assert.equal(code, 0, stderr);
    expected = JSON.parse(stdout) as unknown[];
  });

  test("make the grids and areas of ipywidgets, and refuse the same values", () => {
    assert.ok(expected.filter((one) => one === "refused").length >= 10);
    for (const [i, one] of cases.entries())
      assert.deepEqual(outcomeOf(one), expected[i], JSON.stringify(one));
  });
});
