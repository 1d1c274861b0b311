import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { ready } from "../../../src/lib/index.js";
import { dynamicMargins, hingeLoss, paperMargin } from "../../../src/lib/losses/index.js";

before(() => ready({ engine: "cpu" }));

const marginOf = (similarity: number, options = paperMargin) =>
  dynamicMargins(tf.tensor2d([[similarity]]), options).dataSync()[0]!;

test("eq. 29: the margin is γ for texts with nothing in common, and nothing for equal ones", () => {
  assert.ok(Math.abs(marginOf(0) - 0.6) < 1e-6);
  assert.ok(Math.abs(marginOf(1)) < 1e-6);
  // By hand: 0.6 · (e⁵ − e^2.5) ÷ (e⁵ − 1) = 0.6 · 136.2307 ÷ 147.4132
  assert.ok(Math.abs(marginOf(0.5) - 0.55449) < 1e-4);
});

test("eq. 29: the margin falls as the texts become more alike, for any γ and β", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const gamma = fc.double({ min: 0.05, max: 1, noNaN: true });
  const beta = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(share, share, gamma, beta, (a, b, g, k) => {
      const options = { gamma: g, beta: k };
      const [low, high] = [marginOf(Math.max(a, b), options), marginOf(Math.min(a, b), options)];
      assert.ok(low <= high + 1e-5 && low >= -1e-5 && high <= g + 1e-5);
    }),
    { numRuns: 50 },
  );
});

test("eq. 30: each pair is held apart by its own margin, both ways", () => {
  const scores = tf.tensor2d([
    [0.5, 0.4],
    [0.1, 0.6],
  ]);
  const margin = tf.tensor2d([
    [9, 0.2],
    [0.45, 9],
  ]);
  // image 1, text 2: 0.2 + 0.4 − 0.5 = 0.1 and, for the text, 0.2 + 0.4 − 0.6 = 0
  // image 2, text 1: 0.45 + 0.1 − 0.6 < 0 and, for the text, 0.45 + 0.1 − 0.5 = 0.05
  const loss = hingeLoss(scores, { margin, maxViolation: false }).dataSync()[0]!;
  assert.ok(Math.abs(loss - 0.15) < 1e-6);
});

test("eq. 30 with one margin everywhere is the released loss", () => {
  const scores = tf.randomUniform<tf.Rank.R2>([5, 5], -1, 1, "float32", 3);
  const [fixed, each] = [0.2, tf.fill([5, 5], 0.2) as tf.Tensor2D].map(
    (margin) => hingeLoss(scores, { margin, maxViolation: false }).dataSync()[0]!,
  );
  assert.ok(Math.abs(fixed! - each!) < 1e-5);
});
