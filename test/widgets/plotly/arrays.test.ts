// Numbers of a figure as bytes, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pack, unpack } from "../../../src/widgets/plotly/arrays.js";
import { extended, merged } from "../../../src/widgets/plotly/merge.js";

test("a trace comes back with the same numbers: typed arrays as they were, long lists as Float64Array", () => {
  const typed = fc.oneof(fc.float32Array(), fc.float64Array(), fc.int16Array(), fc.uint8Array());
  fc.assert(
    fc.property(typed, fc.array(fc.double({ noNaN: true }), { minLength: 64 }), (y, x) => {
      const back = unpack(pack({ type: "scatter", y, x, marker: { size: [1, 2] } }));
      assert.deepEqual(back, { type: "scatter", y, x: Float64Array.from(x), marker: { size: [1, 2] } });
    }),
  );
});

test("appending keeps the last points and the kind of array", () => {
  assert.deepEqual(extended([1, 2], [3]), [1, 2, 3]);
  assert.deepEqual(extended(Float32Array.of(1, 2), [3], 2), Float32Array.of(2, 3));
  assert.deepEqual(extended(undefined, [3]), [3]);
});

test("a patch merges nested objects, replaces lists, and leaves what it came from alone", () => {
  const layout = { title: { text: "loss" }, xaxis: { range: [0, 1], type: "linear" } };
  const patched = merged(layout, { xaxis: { range: [2, 3] } });
  assert.deepEqual(patched, { title: { text: "loss" }, xaxis: { range: [2, 3], type: "linear" } });
  assert.deepEqual(layout.xaxis.range, [0, 1]);
});
