// Training steps that run as recorded functions.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../../../src/lib/data/index.js";
import { ready, Vocabulary } from "../../../../src/lib/index.js";
import { createModel, isRecordable, type RetrievalModel } from "../../../../src/lib/models/index.js";
import { Adam } from "../../../../src/lib/training/optimization/adam.js";
import { type StepOptions, trainStep } from "../../../../src/lib/training/optimization/trainStep.js";
import { countOperations, noNative } from "../../../support/native.js";

const captions = [
  "a white plane near a gray road",
  "green trees",
  "a blue lake and many green trees near it",
  "two cars",
];
const keywords = [["white plane"], ["green trees", "gray road"], [], ["blue lake"]];
const records: ImageRecord[] = captions.map((caption, i) => ({
  filename: `scene_${i}.png`,
  path: `scene_${i}.png`,
  captions: [caption],
  keywords: keywords[i]!,
  sceneClass: "scene",
  split: "train",
}));
const sizes = { imageSize: 32, width: 2, wordEmbedding: 6, embedding: 8, dropout: 0.25 };
const releasedSizes = { ...sizes, hidden: 12 };
const vocabulary = Vocabulary.build(captions);

/** Pairs of a step, in another order and number each time. */
function batchOf(step: number) {
  const chosen = [0, 1, 2, 3].map((i) => records[(i + step) % 4]!).slice(0, step % 5 === 4 ? 3 : 4);
  const values = Float32Array.from(
    { length: chosen.length * 32 * 32 * 3 },
    (_, i) => Math.sin(i * (step + 1)) ** 2,
  );
  return {
    pairs: chosen.map((record) => ({ record, caption: record.captions[0]! })),
    inputs: { pixels: { shape: [chosen.length, 32, 32, 3], values } },
  };
}

const optionsOf = (step: number): StepOptions => ({
  learningRate: 1e-3 / (step + 1),
  margin: 0.1 + 0.02 * step,
  maxViolation: false,
  loss: "hinge",
  temperature: 0.07,
  accumulate: 1,
  clipNorm: 0,
  dropoutSeed: step,
});

/** Hides the model's ability, so that each step runs operation by operation. */
function unrecorded(model: RetrievalModel): RetrievalModel {
  return Object.create(model) as RetrievalModel;
}

async function train(model: RetrievalModel, steps: number): Promise<number[]> {
  const adam = new Adam(model.parameters);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push((await trainStep(model, adam, batchOf(step), optionsOf(step))).loss);
  }
  adam.dispose();
  return losses;
}

const models = ["released/soft", "released/fusion", "released/similarity", "paper/m9"] as const;

describe("a recorded training step", () => {
  for (const engine of ["tensorflow", "wasm"]) {
    describe(`on ${engine}`, { skip: engine === "tensorflow" && noNative }, () => {
      before(() => ready({ engine }));

      for (const name of engine === "tensorflow" ? models : models.slice(0, 1)) {
        test(`of ${name} moves weights, statistics and loss as its operations do`, async () => {
          const create = (): RetrievalModel =>
            name === "paper/m9"
              ? createModel(name, { vocabulary, seed: 5, options: sizes })
              : createModel(name, { vocabulary, seed: 5, options: releasedSizes });
          const [recorded, plain] = [create(), create()];
          assert.equal(isRecordable(recorded), true);
          assert.equal(isRecordable(unrecorded(plain)), false);
          const losses = await train(recorded, 8);
          for (const [step, loss] of (await train(unrecorded(plain), 8)).entries()) {
            assert.ok(
              Math.abs(losses[step]! - loss) < 1e-5 * (1 + loss),
              `step ${step}: ${losses[step]}, ${loss}`,
            );
          }
          for (const [parameter, variable] of recorded.parameters.all()) {
            const other = plain.parameters.get(parameter);
            const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(variable, other))).dataSync()[0]!);
            assert.ok(difference < 2e-4, `${parameter}: ${difference}`);
          }
          recorded.dispose();
          plain.dispose();
        });
      }

      if (engine === "tensorflow") {
        test("takes two operations before its loss is read: the gradients and their norm", async () => {
          const model = createModel("released/soft", { vocabulary, options: releasedSizes });
          const adam = new Adam(model.parameters);
          const step = (number: number) => trainStep(model, adam, batchOf(0), optionsOf(number));
          for (const number of [0, 1, 2]) await step(number);
          const { count, result } = countOperations(() => step(3));
          await result;
          assert.equal(count, 2);
          adam.dispose();
          model.dispose();
        });
      }

      test("leaves no tensors behind", async () => {
        const model = createModel("released/soft", { vocabulary, options: releasedSizes });
        const adam = new Adam(model.parameters);
        const counts: number[] = [];
        for (let step = 0; step < 16; step++) {
          await trainStep(model, adam, batchOf(step), optionsOf(step));
          counts.push(tf.memory().numTensors);
        }
        assert.equal(counts.at(-1), counts[5]);
        adam.dispose();
        model.dispose();
      });
    });
  }

  test("is not used for a subclass with methods of its own", () => {
    const model = createModel("released/soft", { vocabulary, options: releasedSizes });
    class Bent extends (model.constructor as new (
      ...given: ConstructorParameters<typeof Object>
    ) => object) {}
    assert.equal(isRecordable(Object.create(Bent.prototype) as RetrievalModel), false);
    model.dispose();
  });
});
