// Dates in the form of the page's widgets.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { deserialized, serialized } from "../../../../src/kernel/widget/state/serialization.js";
import type { Trait } from "../../../../src/kernel/widget/state/traits.js";

const date = fc.date({
  min: new Date(Date.UTC(1971, 0, 1)),
  max: new Date(Date.UTC(2200, 0, 1)),
  noInvalidDate: true,
});

describe("serialized and deserialized", () => {
  for (const type of ["datetime", "naive"] as const) {
    test(`a ${type} is exact to the millisecond after a round trip`, () => {
      const trait: Trait = { name: "value", type, default: null };
      fc.assert(
        fc.property(date, (value) => {
          assert.deepEqual(
            deserialized(trait, serialized(trait, value), () => undefined),
            value,
          );
        }),
      );
    });
  }

  test("a day is written without its time, and its months are counted from 0", () => {
    const trait: Trait = { name: "value", type: "date", default: null };
    const written = serialized(trait, new Date(Date.UTC(2026, 0, 31, 23)));
    assert.deepEqual(written, { year: 2026, month: 0, date: 31 });
    assert.deepEqual(
      deserialized(trait, written, () => undefined),
      new Date(Date.UTC(2026, 0, 31)),
    );
  });
});
