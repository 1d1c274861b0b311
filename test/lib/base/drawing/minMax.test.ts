import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { minMaxScale, valueRange } from "../../../../src/lib/base/drawing/minMax.js";

describe("valueRange", () => {
  test("is the least and the greatest finite value", () => {
    assert.deepEqual(valueRange([3, Number.NaN, 7, Number.POSITIVE_INFINITY, -1]), { low: -1, high: 7 });
    assert.deepEqual(valueRange([Number.NaN]), { low: 0, high: 1 });
  });
});

describe("minMaxScale", () => {
  test("maps the least value to 0, the greatest to 1, and keeps the order between them", () => {
    const list = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 });
    fc.assert(
      fc.property(list, (values) => {
        const { low, high } = valueRange(values);
        fc.pre(high - low > 1e-6);
        const scale = minMaxScale(values);
        assert.deepEqual([scale(low), scale(high)], [0, 1]);
        const sorted = [...values].sort((a, b) => a - b).map(scale);
        for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i]! >= sorted[i - 1]!);
      }),
    );
  });

  test("maps equal values to 0, also where they differ by rounding", () => {
    assert.deepEqual([0.1 + 0.2, 0.3].map(minMaxScale([0.1 + 0.2, 0.3])), [0, 0]);
  });
});
