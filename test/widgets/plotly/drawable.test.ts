// Which flat trace stands in for one that needs WebGL.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawable } from "../../../src/widgets/plotly/picture/drawable.js";

test("flat traces stay as they are; WebGL ones become the nearest flat one with the same data", () => {
  const bar = { type: "bar", y: [1] };
  const { data } = drawable([bar, { type: "scattergl", y: [2] }, { type: "surface", z: [[3]] }], {});
  assert.deepEqual(data, [bar, { type: "scatter", y: [2] }, { type: "contour", z: [[3]] }]);
});

test("what has no flat form is named in the picture instead", () => {
  const { data, layout } = drawable([{ type: "volume" }], { title: { text: "kept" } });
  assert.deepEqual(data, []);
  assert.match(JSON.stringify(layout.annotations), /volume: shown only where scripts run/);
  assert.deepEqual(layout.title, { text: "kept" });
});
