import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { drawable } from "../../../src/widgets/plotly/picture/drawable.js";

describe("drawable", () => {
  test("keeps flat traces and turns WebGL traces into the most similar flat ones with the same data", () => {
    const bar = { type: "bar", y: [1] };
    const { data } = drawable([bar, { type: "scattergl", y: [2] }, { type: "surface", z: [[3]] }], {});
    assert.deepEqual(data, [bar, { type: "scatter", y: [2] }, { type: "contour", z: [[3]] }]);
  });

  test("names a trace without a flat form in the picture", () => {
    const { data, layout } = drawable([{ type: "volume" }], { title: { text: "kept" } });
    assert.deepEqual(data, []);
    assert.match(JSON.stringify(layout.annotations), /volume: shown only where scripts run/);
    assert.deepEqual(layout.title, { text: "kept" });
  });
});
