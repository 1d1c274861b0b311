import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { extended, merged } from "../../../src/widgets/plotly/merge.js";

describe("extended", () => {
  test("keeps the last points and the class of the array", () => {
    assert.deepEqual(extended([1, 2], [3]), [1, 2, 3]);
    assert.deepEqual(extended(Float32Array.of(1, 2), [3], 2), Float32Array.of(2, 3));
    assert.deepEqual(extended(undefined, [3]), [3]);
  });
});

describe("merged", () => {
  test("merges nested objects, replaces lists, and does not change its arguments", () => {
    const layout = { title: { text: "loss" }, xaxis: { range: [0, 1], type: "linear" } };
    const patched = merged(layout, { xaxis: { range: [2, 3] } });
    assert.deepEqual(patched, { title: { text: "loss" }, xaxis: { range: [2, 3], type: "linear" } });
    assert.deepEqual(layout.xaxis.range, [0, 1]);
  });
});
