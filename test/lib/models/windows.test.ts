import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, ready, Vocabulary } from "../../../src/lib/index.js";
import {
  hasSharedTrunk,
  hasUnguidedScores,
  type SharedTrunkModel,
  type UnguidedScoresModel,
} from "../../../src/lib/models/index.js";

const vocabulary = Vocabulary.build(["a white plane", "a blue lake"]);
before(() => ready());

function close(a: tf.Tensor, b: tf.Tensor, tolerance: number): void {
  assert.deepEqual(a.shape, b.shape);
  const apart = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
  assert.ok(apart < tolerance, `${apart}`);
}

for (const [name, options] of [
  ["lesson/small", {}],
  ["paper/m9", { imageSize: 64, width: 8 }],
] as const) {
  describe(`encodeWindows of ${name}`, () => {
    const model = () =>
      createModel(name as string, { vocabulary, seed: 2, options }) as unknown as SharedTrunkModel;

    test("equals encodeImages where a window is the whole picture", () => {
      const subject = model();
      assert.ok(hasSharedTrunk(subject));
      tf.tidy(() => {
        const picture = tf.randomUniform<tf.Rank.R4>([1, 64, 64, 3], 0, 1, "float32", 4);
        const window = subject.encodeWindows(picture, [{ left: 0, top: 0 }]);
        close(window, subject.encodeImages({ pixels: picture }), 1e-5);
      });
      subject.dispose();
    });

    test("depends on the place of a window, and not on the other windows", () => {
      const subject = model();
      tf.tidy(() => {
        const picture = tf.randomUniform<tf.Rank.R4>([1, 96, 160, 3], 0, 1, "float32", 5);
        const corners = [
          { left: 0, top: 32 },
          { left: 96, top: 0 },
          { left: 32, top: 32 },
        ];
        const all = subject.encodeWindows(picture, corners);
        for (const [i, corner] of corners.entries()) {
          close(subject.encodeWindows(picture, [corner]), tf.slice(all, [i, 0], [1, -1]), 1e-5);
        }
        assert.ok(
          tf
            .max(tf.abs(tf.sub(tf.slice(all, [0, 0], [1, -1]), tf.slice(all, [1, 0], [1, -1]))))
            .dataSync()[0]! > 0,
        );
      });
      subject.dispose();
    });
  });
}

test("unguidedSimilarity is the cosine of both vectors", () => {
  const model = createModel("lesson/small", { vocabulary, seed: 2 }) as unknown as UnguidedScoresModel;
  assert.ok(hasUnguidedScores(model));
  const visual = tf.tensor2d([
    [3, 4, 0],
    [0, 0, 0],
  ]);
  const text = tf.tensor2d([
    [1, 0, 0],
    [0, 2, 0],
  ]);
  const scores = model.unguidedSimilarity(visual, text).dataSync();
  for (const [i, expected] of [0.6, 0.8, 0, 0].entries()) assert.ok(Math.abs(scores[i]! - expected) < 1e-6);
  model.dispose();
});
