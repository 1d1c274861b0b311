import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { ready } from "../../../src/lib/index.js";
import { contrastiveLoss } from "../../../src/lib/losses/index.js";

describe("contrastiveLoss", () => {
  before(() => ready({ engine: "cpu" }));

  const lossOf = (scores: readonly (readonly number[])[], scale: number) =>
    tf.tidy(() => contrastiveLoss(tf.tensor2d(scores.map((row) => [...row])), scale).dataSync()[0]!);

  test("is the logarithm of the batch size when all scores are equal", () => {
    assert.ok(
      Math.abs(
        lossOf(
          [
            [0.3, 0.3, 0.3],
            [0.3, 0.3, 0.3],
            [0.3, 0.3, 0.3],
          ],
          14,
        ) - Math.log(3),
      ) < 1e-6,
    );
  });

  test("is the mean cross-entropy of rows and columns", () => {
    const row = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    const matrices = fc.array(row, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(matrices, fc.double({ min: 0.1, max: 100, noNaN: true }), (scores, scale) => {
        const entropy = (logits: readonly number[], k: number) => {
          const most = Math.max(...logits);
          return most + Math.log(logits.reduce((sum, one) => sum + Math.exp(one - most), 0)) - logits[k]!;
        };
        const rows = scores.map((values, i) =>
          entropy(
            values.map((one) => scale * one),
            i,
          ),
        );
        const columns = scores.map((_, j) =>
          entropy(
            scores.map((values) => scale * values[j]!),
            j,
          ),
        );
        const expected = [...rows, ...columns].reduce((sum, one) => sum + one, 0) / 8;
        assert.ok(Math.abs(lossOf(scores, scale) - expected) < 1e-3 * Math.max(1, expected));
      }),
      { numRuns: 50 },
    );
  });
});
