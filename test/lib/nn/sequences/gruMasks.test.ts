// The masks of a GRU's dropout.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawGruMasks } from "../../../../src/lib/nn/sequences/gruMasks.js";

const sizes = { inputs: 40, hidden: 60 };

test("masks drop the rate's share and scale the rest, so that the mean stays 1", () => {
  const { inputMasks, stateMasks } = drawGruMasks(50, sizes, { rate: 0.25, seed: 3 });
  assert.deepEqual(
    [inputMasks.shape, stateMasks.shape],
    [
      [3, 50, 40],
      [3, 50, 60],
    ],
  );
  for (const { values } of [inputMasks, stateMasks]) {
    assert.deepEqual(new Set(values), new Set([0, Math.fround(4 / 3)]));
    const dropped = values.filter((value) => value === 0).length / values.length;
    assert.ok(Math.abs(dropped - 0.25) < 0.02, `${dropped}`);
  }
});

test("gates, sentences and seeds have masks of their own, and a seed repeats its masks", () => {
  const draw = (seed: number) => drawGruMasks(2, sizes, { rate: 0.5, seed }).stateMasks.values;
  const rows = Array.from({ length: 6 }, (_, i) =>
    draw(1)
      .subarray(60 * i, 60 * (i + 1))
      .join(),
  );
  assert.equal(new Set(rows).size, 6);
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});
