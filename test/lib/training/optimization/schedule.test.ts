import assert from "node:assert/strict";
import { test } from "node:test";
import { learningRateAt } from "../../../../src/lib/training/optimization/schedule.js";

const released = { schedule: "step", learningRate: 1, decay: 0.7, decayEvery: 20, epochs: 70 } as const;

test("the released schedule lowers the rate at epochs 20, 40 and 60", () => {
  const rates = [1, 19, 20, 39, 40, 60].map((epoch) => learningRateAt(released, epoch, 0.5));
  assert.deepEqual(rates, [1, 1, 0.7, 0.7, 0.7 ** 2, 0.7 ** 3]);
});

test("the cosine schedule climbs at first, then falls to nothing", () => {
  const cosine = { ...released, schedule: "cosine", epochs: 100 } as const;
  const rates = Array.from({ length: 100 }, (_, i) => learningRateAt(cosine, i + 1, 0));
  const highest = rates.indexOf(Math.max(...rates));
  assert.equal(highest, 5);
  assert.ok(rates.slice(0, highest).every((rate, i) => rate < rates[i + 1]!));
  assert.ok(rates.slice(highest + 1).every((rate, i) => rate < rates[highest + i]!));
  assert.ok(learningRateAt(cosine, 100, 0.99) < 1e-3);
});
