// The whole network of the paper, compared with PyTorch: scores, loss and the gradient of every parameter.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "../../../../../src/lib/checkpoint/safetensors.js";
import { createModel, ready, saveCheckpoint, Vocabulary } from "../../../../../src/lib/index.js";
import { dynamicMargins, hingeLoss, paperMargin } from "../../../../../src/lib/losses/index.js";
import { type Ablation, ablations, type PaperOptions } from "../../../../../src/lib/models/index.js";
import { completeQuery } from "../../../../../src/lib/text/index.js";
import { modelConfigs } from "../../../../support/models.js";
import { noTorch, runTorch } from "../../../../support/torch.js";

const script = fileURLToPath(new URL("./paperReference.py", import.meta.url));
const queries = [
  {
    sentence: "Three white planes are parked beside a gray terminal.",
    keywords: ["white plane", "-terminal"],
  },
  { sentence: "a port", keywords: ["gray port"] },
  {
    sentence: "a green lawn is near the dark green forest",
    keywords: ["green lawn", "green forest", "-lawn"],
  },
];
const vocabulary = Vocabulary.build(queries.flatMap(({ sentence, keywords }) => [sentence, ...keywords]));
const tiny = { width: 4, embedding: 16, wordEmbedding: 8, imageSize: 64 };

before(() => ready({ engine: "wasm" }));

function example(name: Ablation) {
  const options: PaperOptions = { ...modelConfigs[`lesson/${name}`], ...tiny };
  const pixels = tf.randomUniform<tf.Rank.R4>([3, 64, 64, 3], 0, 1, "float32", 7);
  const similarity = tf.tensor2d([0.9, 0.1, 0.4, 0.2, 0.8, 0, 0.3, 0.05, 1], [3, 3]);
  return { options, pixels, similarity, model: createModel(options, { vocabulary, seed: 5 }) };
}

/** Computes an example with the library, and writes the example into a folder for PyTorch. */
async function computed(name: Ablation, folder: string) {
  const { options, pixels, similarity, model } = example(name);
  const complete = queries.map(completeQuery);
  const task = {
    options,
    pixels: [...pixels.dataSync()],
    shape: pixels.shape,
    sentences: complete.map(({ sentence }) => vocabulary.encode(sentence)),
    keywords: complete.map(({ keywords }) => keywords.map((keyword) => vocabulary.encode(keyword))),
    similarity: [...similarity.dataSync()],
    ...paperMargin,
  };
  writeFileSync(join(folder, "task.json"), JSON.stringify(task));
  await saveCheckpoint(join(folder, "model.safetensors"), model);
  let scores = new Float32Array();
  const { value, grads } = tf.variableGrads(() => {
    const ofPairs = model.similarity(model.encodeImages({ pixels }, true), model.encodeTexts(queries, 1));
    scores = Float32Array.from(ofPairs.dataSync());
    return hingeLoss(ofPairs, { margin: dynamicMargins(similarity, paperMargin), maxViolation: false });
  }, [...model.parameters.trainable.values()]);
  const gradients = [...model.parameters.trainable].map(
    ([parameter, variable]) => [parameter, Float32Array.from(grads[variable.name]!.dataSync())] as const,
  );
  return { scores, loss: Float32Array.from(value.dataSync()), gradients };
}

describe("the paper's network agrees with PyTorch in scores, loss and gradients", { skip: noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "paper-"));
  const names = Object.keys(ablations) as Ablation[];
  const ours = new Map<Ablation, Awaited<ReturnType<typeof computed>>>();
  before(async () => {
    for (const name of names) {
      mkdirSync(join(folder, name));
      ours.set(name, await computed(name, join(folder, name)));
    }
    await runTorch(
      script,
      names.map((name) => join(folder, name)),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const name of names) {
    test(`${name}: ${ablations[name].about}`, async () => {
      const { scores, loss, gradients } = ours.get(name)!;
      const { tensors } = await readTensors(join(folder, name, "reference.safetensors"));
      const reference = new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
      assertClose("scores", scores, reference.get("scores")!, 1e-4);
      assertClose("loss", loss, reference.get("loss")!, 1e-4);
      for (const [parameter, gradient] of gradients) {
        assertClose(parameter, gradient, reference.get(parameter)!, 1e-3);
      }
    });
  }
});

/** Compares whole tensors by the length of their difference, relative to the reference's. */
function assertClose(name: string, actual: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(actual.length, expected.length, name);
  const length = (x: Float32Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const difference = length(actual.map((value, i) => value - expected[i]!));
  assert.ok(
    difference <= tolerance * length(expected) + 1e-5,
    `${name}: differs by ${difference} of ${length(expected)}`,
  );
}

describe("queries of the joint model", () => {
  test("a sentence alone, keywords alone and both can be compared with the same images", () => {
    const { pixels, model } = example("m9");
    const texts = model.encodeTexts(["a gray port", { keywords: ["gray port"] }, queries[1]!]);
    assert.deepEqual(texts.shape, [3, 32]);
    const scores = model.similarity(model.encodeImages({ pixels }), texts);
    assert.deepEqual(scores.shape, [3, 3]);
    assert.ok(scores.dataSync().every((score) => score >= -1.0001 && score <= 1.0001));
  });

  test("what a text is does not depend on the texts that stand beside it", () => {
    const { model } = example("m9");
    const together = model.encodeTexts(queries).arraySync();
    for (const [i, query] of queries.entries()) {
      const alone = model.encodeTexts([query]).arraySync()[0]!;
      assert.ok(alone.every((value, k) => Math.abs(value - together[i]![k]!) < 1e-5));
    }
  });
});
