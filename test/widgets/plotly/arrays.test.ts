import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { pack, packLayout, unpack } from "../../../src/widgets/plotly/arrays.js";

describe("pack and unpack", () => {
  const typed = fc.oneof(fc.float32Array(), fc.float64Array(), fc.int16Array(), fc.uint8Array());

  test("return a trace with the same numbers: finite typed arrays in their class, long lists as Float64Array", () => {
    fc.assert(
      fc.property(
        typed,
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 64 }),
        (y, x) => {
          const finite = y.every(Number.isFinite);
          const back = unpack(pack({ type: "scatter", y, x, marker: { size: [1, 2] } }));
          const read = finite ? y : Array.from(y);
          assert.deepEqual(back, {
            type: "scatter",
            y: read,
            x: Float64Array.from(x),
            marker: { size: [1, 2] },
          });
        },
      ),
    );
  });

  test("numbers that plotly.js skips in a list stay in a list, at any length and in any class", () => {
    const skipped = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.nat(),
        skipped,
        (y, at, value) => {
          const gaps = y.with(at % y.length, value);
          for (const values of [gaps, Float64Array.from(gaps), Float32Array.from(gaps)])
            assert.deepEqual((unpack(pack({ y: values })) as { y: unknown }).y, Array.from(values));
        },
      ),
    );
  });

  test("lists that plotly.js reads as lists only, and all arrays of a layout, stay lists", () => {
    const many = Array.from({ length: 100 }, (_, i) => i);
    assert.deepEqual(unpack(pack({ selectedpoints: many })), { selectedpoints: many });
    assert.deepEqual(unpack(pack({ selectedpoints: Int32Array.from(many) })), { selectedpoints: many });
    const layout = { xaxis: { tickvals: Float32Array.from(many), range: [0, 1] } };
    assert.deepEqual(unpack(packLayout(layout)), { xaxis: { tickvals: many, range: [0, 1] } });
  });
});
