// Every engine computes the same numbers within a thousandth of plain JavaScript's: operations and their gradients, and
// scores, loss and gradients of whole networks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import type { EngineName } from "../../../src/lib/engine/index.js";
import { createModel, ready, Vocabulary } from "../../../src/lib/index.js";
import { hingeLoss } from "../../../src/lib/losses/index.js";
import type { PaperOptions, ReleasedOptions } from "../../../src/lib/models/index.js";
import { BatchNorm } from "../../../src/lib/nn/images/batchNorm.js";
import { Convolution } from "../../../src/lib/nn/images/convolution.js";
import { maxPool } from "../../../src/lib/nn/images/maxPool.js";
import { Parameters } from "../../../src/lib/nn/parameters.js";
import { Gru } from "../../../src/lib/nn/sequences/gru.js";
import type { TextQuery } from "../../../src/lib/text/index.js";
import { Adam } from "../../../src/lib/training/optimization/adam.js";
import { backpropagate } from "../../../src/lib/training/optimization/backpropagation.js";
import { modelConfigs } from "../../support/models.js";
import { noNative } from "../../support/native.js";

const tolerance = 1e-3;
const engines: { name: EngineName; skip: string | false }[] = [
  { name: "tensorflow", skip: noNative },
  { name: "wasm", skip: false },
];

/** Named results of a computation. */
type Numbers = Record<string, Float32Array>;

/** Returns numbers in −1…1 that depend only on the shape. */
function wave(...shape: number[]): tf.Tensor {
  return sine(1.7, shape);
}

/** Sums a tensor with a different weight for each element. */
function weighed(y: tf.Tensor): tf.Scalar {
  return tf.sum(tf.mul(y, sine(0.9, y.shape)));
}

function sine(frequency: number, shape: number[]): tf.Tensor {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
    Math.sin(i * frequency + 0.3),
  );
  return tf.tensor(values, shape);
}

/** Computes the weighed sum of a function's value, and its gradients. */
function differentiated(inputs: tf.Tensor[], run: (...inputs: tf.Tensor[]) => tf.Tensor): Numbers {
  const { value, grads } = tf.valueAndGrads((...given: tf.Tensor[]) => weighed(run(...given)))(inputs);
  const gradients = grads.map((gradient, i) => [`gradient ${i}`, gradient.dataSync()]);
  return { value: value.dataSync(), ...Object.fromEntries(gradients) } as Numbers;
}

/** Computes the weighed sum of a layer's output, its gradients by input and parameters, and its buffers. */
function differentiatedLayer(
  parameters: Parameters,
  x: tf.Tensor,
  run: (x: tf.Tensor) => tf.Tensor,
): Numbers {
  const input = tf.variable(x);
  const { value, grads } = tf.variableGrads(
    () => weighed(run(input)),
    [input, ...parameters.trainable.values()],
  );
  const named = [["x", input] as const, ...parameters.trainable].map(([name, variable]) => [
    `gradient by ${name}`,
    grads[variable.name]!.dataSync(),
  ]);
  const buffers = [...parameters.buffers].map(([name, buffer]) => [name, buffer.dataSync()]);
  return { value: value.dataSync(), ...Object.fromEntries([...named, ...buffers]) } as Numbers;
}

const operations: Record<string, () => Numbers> = {
  "a matrix product": () => differentiated([wave(5, 7), wave(7, 3)], (a, b) => tf.matMul(a, b)),
  "a product of transposed matrices": () =>
    differentiated([wave(7, 5), wave(3, 7)], (a, b) => tf.matMul(a, b, true, true)),
  "a product of batches": () => differentiated([wave(2, 5, 7), wave(2, 7, 3)], (a, b) => tf.matMul(a, b)),
  relu: () => differentiated([wave(4, 9)], (x) => tf.relu(x)),
  sigmoid: () => differentiated([wave(4, 9)], (x) => tf.sigmoid(x)),
  tanh: () => differentiated([wave(4, 9)], (x) => tf.tanh(x)),
  "a parametric relu": () => differentiated([wave(4, 9), wave(9)], (x, slope) => tf.prelu(x, slope)),
  "a softmax": () => differentiated([wave(4, 9)], (x) => tf.softmax(x)),
  "a mean over space": () => differentiated([wave(2, 4, 4, 3)], (x) => tf.mean(x, [1, 2])),
  "a maximum over windows": () => differentiated([wave(2, 9, 9, 3)], (x) => maxPool(x as tf.Tensor4D, 3, 2)),
  "a concatenation and a split": () =>
    differentiated([wave(3, 4), wave(3, 2)], (a, b) => tf.split(tf.concat([a, b], 1), 3, 1)[1]!),
  "pixels twice in both directions": () =>
    differentiated([wave(2, 3, 3, 2)], (x) => tf.tile(x, [1, 2, 2, 1])),
  "rows looked up, some twice": () =>
    differentiated([wave(6, 4)], (table) => tf.gather(table, tf.tensor1d([1, 3, 1, 5], "int32"))),
};

const layers: Record<string, () => Numbers> = {
  "batch normalization in training": () => {
    const parameters = new Parameters(1);
    const norm = new BatchNorm(parameters.at("norm"), 5);
    return differentiatedLayer(parameters, wave(3, 4, 4, 5), (x) => norm.apply(x as tf.Tensor4D, true));
  },
  "a convolution with PyTorch's padding at stride 2": () => {
    const parameters = new Parameters(1);
    const shape = { size: 3, inputs: 3, outputs: 4, bias: true, stride: 2, padding: 1 };
    const convolution = new Convolution(parameters.at("conv"), shape);
    return differentiatedLayer(parameters, wave(2, 8, 8, 3), (x) => convolution.apply(x as tf.Tensor4D));
  },
  "a GRU over sentences of different lengths": () => {
    const parameters = new Parameters(1);
    const gru = new Gru(parameters.at("gru"), 6, 5);
    const mask = tf.tensor2d([1, 1, 1, 1, 1, 0, 1, 0, 0], [3, 3]);
    return differentiatedLayer(parameters, wave(3, 3, 6), (x) => gru.states(x as tf.Tensor3D, mask).last);
  },
};

/** Returns weights after the third step of Adam, with three different gradients. */
function afterAdam(): Numbers {
  const parameters = new Parameters(1);
  parameters.create("w", [40, 3], { kind: "normal", deviation: 1 });
  const adam = new Adam(parameters);
  const variable = parameters.get("w");
  for (let step = 1; step <= 3; step++) adam.apply({ [variable.name]: tf.mul(wave(40, 3), step) }, 0.1);
  adam.dispose();
  return { w: variable.dataSync() } as Numbers;
}

const vocabulary = Vocabulary.build(["many green trees stand beside a gray road", "three white planes"]);
const captions = ["three white planes", "many green trees", "a gray road", "white trees stand beside a road"];
const records = captions.map((caption) => ({
  sentence: caption,
  keywords: [caption.split(" ").slice(-2).join(" ")],
}));

function wholeModel(options: ReleasedOptions | PaperOptions, texts: readonly TextQuery[] = records): Numbers {
  const model = createModel(options, { vocabulary, seed: 7 });
  const pixels = tf.mul(tf.add(wave(4, options.imageSize, options.imageSize, 3), 1), 0.5) as tf.Tensor4D;
  const { trainable } = model.parameters;
  const initial = [...trainable].map(([name, variable]) => [`initial ${name}`, variable.dataSync()]);
  const { value, grads } = backpropagate(() => {
    const scores = model.similarity(model.encodeImages({ pixels }, true), model.encodeTexts(texts, 3));
    return hingeLoss(scores, { margin: 0.2, maxViolation: false });
  }, [...trainable.values()]);
  const gradients = [...trainable]
    .filter(([, variable]) => grads[variable.name])
    .map(([name, variable]) => [`gradient by ${name}`, grads[variable.name]!.dataSync()]);
  const scores = tf.tidy(() => model.similarity(model.encodeImages({ pixels }), model.encodeTexts(texts)));
  model.dispose();
  return {
    loss: value.dataSync(),
    scores: scores.dataSync(),
    ...Object.fromEntries([...initial, ...gradients]),
  } as Numbers;
}

const small = { imageSize: 64, width: 4, embedding: 16, wordEmbedding: 12, dropout: 0 };
const models: Record<string, () => Numbers> = {
  "the released network, soft": () => wholeModel({ ...modelConfigs["released/soft"], ...small, hidden: 20 }),
  "the released network, fusion": () =>
    wholeModel({ ...modelConfigs["released/fusion"], ...small, hidden: 20 }),
  "the released network, similarity": () =>
    wholeModel({ ...modelConfigs["released/similarity"], ...small, hidden: 20 }),
  "the paper's network, m9": () => wholeModel({ ...modelConfigs["paper/m9"], ...small }),
  "the released network, captions that begin alike": () =>
    wholeModel({ ...modelConfigs["released/soft"], ...small, hidden: 20 }, [
      "many green trees",
      "many",
      "many green",
      "many green trees stand",
    ]),
  "the released network, one word as every caption": () =>
    wholeModel({ ...modelConfigs["released/soft"], ...small, hidden: 20 }, ["many", "many", "many", "many"]),
  "the paper's network, one word as every caption": () =>
    wholeModel(
      { ...modelConfigs["paper/m9"], ...small },
      captions.map(() => ({ sentence: "many", keywords: ["many"] })),
    ),
};

const computations = { ...operations, ...layers, "Adam's third step": afterAdam, ...models };

/** Computes the numbers on an engine and disposes of all tensors. */
async function on(engine: EngineName, compute: () => Numbers): Promise<Numbers> {
  await ready({ engine });
  tf.engine().startScope();
  const numbers = compute();
  tf.engine().endScope();
  return Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(values)]),
  );
}

const known = new Map<string, Numbers>();

/** Returns the numbers of plain JavaScript, computed once. */
async function plain(what: string, compute: () => Numbers): Promise<Numbers> {
  const numbers = known.get(what) ?? (await on("cpu", compute));
  known.set(what, numbers);
  return numbers;
}

for (const { name, skip } of engines) {
  describe(`${name} agrees with plain JavaScript on`, { skip }, () => {
    for (const [what, compute] of Object.entries(computations)) {
      test(what, async () => {
        const expected = await plain(what, compute);
        const found = await on(name, compute);
        assert.deepEqual(Object.keys(found), Object.keys(expected));
        for (const [part, values] of Object.entries(expected)) close(part, found[part]!, values);
      });
    }
  });
}

/** Asserts that numbers agree to the tolerance, relative to the largest one. */
function close(part: string, found: Float32Array, expected: Float32Array): void {
  assert.equal(found.length, expected.length, part);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-4);
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs(value - found[i]!);
    assert.ok(difference <= tolerance * scale, `${part}, element ${i}: ${found[i]} for ${value}`);
  }
}
