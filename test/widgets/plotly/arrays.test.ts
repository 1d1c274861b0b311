import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { pack, unpack } from "../../../src/widgets/plotly/arrays.js";

describe("pack and unpack", () => {
  test("return a trace with the same numbers: typed arrays in their class, long lists as Float64Array", () => {
    const typed = fc.oneof(fc.float32Array(), fc.float64Array(), fc.int16Array(), fc.uint8Array());
    fc.assert(
      fc.property(typed, fc.array(fc.double({ noNaN: true }), { minLength: 64 }), (y, x) => {
        const back = unpack(pack({ type: "scatter", y, x, marker: { size: [1, 2] } }));
        assert.deepEqual(back, { type: "scatter", y, x: Float64Array.from(x), marker: { size: [1, 2] } });
      }),
    );
  });
});
