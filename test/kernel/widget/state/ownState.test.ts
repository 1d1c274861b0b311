// Values in the state of a widget of one's own that JSON has no form for: the page receives their JSON form, and the
// program keeps them.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { AnyWidget } from "../../../../src/kernel/widget/index.js";
import { type PlayedComm, playKernel, setFromPage } from "../../../support/kernelHost.js";

const values = () => ({
  date: new Date(Date.UTC(2026, 0, 2)),
  map: new Map([["a", 1]]),
  pairs: new Map([[1, "a"]]),
  unique: new Set([1, 2]),
  none: Number.NaN,
  infinite: -Infinity,
  small: 5n,
  large: 2n ** 70n,
});
const inPage = {
  date: "2026-01-02T00:00:00.000Z",
  map: { a: 1 },
  pairs: [[1, "a"]],
  unique: [1, 2],
  none: null,
  infinite: null,
  small: 5,
  large: "1180591620717411303424",
};

let comms: PlayedComm[];
beforeEach(() => {
  comms = playKernel();
});

test("a state with a Date, a Map, a Set, NaN, infinities and BigInts is JSON in the page and itself in the program", () => {
  const state = { ...values(), nested: { list: [values()] } };
  const widget = new AnyWidget({ name: "Own", esm: "export default {}", state });
  const sent = comms.find(({ id }) => id === widget.modelId)!.sent[0] as { state: Record<string, unknown> };
  for (const [name, value] of Object.entries(inPage)) assert.deepEqual(sent.state[name], value, name);
  assert.deepEqual(sent.state.nested, { list: [inPage] });
  for (const [name, value] of Object.entries(values()))
    assert.deepEqual(widget.get(name as "date"), value, name);
  assert.deepEqual(widget.nested, { list: [values()] });
  setFromPage(comms, widget.modelId, { nested: { list: [] } });
  assert.deepEqual(widget.nested, { list: [] });
});

test("a class of one's own calls observers when such a value changes, and not for an equal number", () => {
  class Own extends AnyWidget {
    static esm = "export default {}";
    score = Number.NaN;
    at = new Date(0);
  }
  const own = new Own();
  const seen: string[] = [];
  own.observe("score", ({ name }) => seen.push(name));
  own.observe("at", ({ name }) => seen.push(name));
  own.score = Number.NaN;
  own.at = new Date(1);
  own.score = 3;
  assert.deepEqual(seen, ["at", "score"]);
});
