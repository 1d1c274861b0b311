// A thousand steps leave no tensor behind and no memory, on every engine; nor does a step of a whole network.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, hingeLoss, modelConfigs, ready, Vocabulary } from "../../../src/lib/index.js";
import { batchNorm, createBatchNorm } from "../../../src/lib/layers/batchNorm.js";
import { convolution, createConvolution } from "../../../src/lib/layers/convolution.js";
import { createGru, gruStates } from "../../../src/lib/layers/gru.js";
import { Parameters } from "../../../src/lib/layers/parameters.js";
import { Adam } from "../../../src/lib/training/adam.js";
import { noNative } from "../../support/native.js";

/** A convolution, batch normalisation, pooling and a GRU over the rows: what engines have kernels of their own for. */
function smallNetwork() {
  const parameters = new Parameters(1);
  createConvolution(parameters, "conv", { size: 3, inputs: 3, outputs: 4 });
  createBatchNorm(parameters, "norm", 4);
  createGru(parameters, "gru", 16, 4);
  const images = tf.fill([2, 18, 18, 3], 0.5) as tf.Tensor4D;
  const present = tf.ones([2, 4]) as tf.Tensor2D;
  const loss = () => {
    const seen = tf.relu(
      batchNorm(parameters, "norm", convolution(parameters, "conv", images, { stride: 2, padding: 1 }), true),
    );
    const rows = tf.reshape(tf.maxPool(seen, 3, 2, "valid"), [2, 4, 16]) as tf.Tensor3D;
    return tf.sum(tf.square(gruStates(parameters, "gru", rows, present).last)) as tf.Scalar;
  };
  return { parameters, loss, dispose: () => tf.dispose([images, present]) };
}

/** The released network, small: one training step is over a thousand operations. */
function wholeNetwork() {
  const sizes = { imageSize: 32, width: 2, embedding: 4, wordEmbedding: 4, hidden: 4, attentionChannels: 1 };
  const captions = ["three white planes", "a green field"];
  const options = { ...modelConfigs["released/similarity"], ...sizes };
  const model = createModel(options, Vocabulary.build(captions), 1);
  const pixels = tf.fill([2, 32, 32, 3], 0.5) as tf.Tensor4D;
  const loss = () =>
    hingeLoss(model.similarity(model.encodeImages(pixels, true), model.encodeTexts(captions, 1)), {
      margin: 0.2,
      hardest: false,
    });
  return { parameters: model.parameters, loss, dispose: () => pixels.dispose() };
}

/** Trains, and says what was left behind by the steps after the warm ones. */
function train(network: ReturnType<typeof smallNetwork>, warm: number, steps: number) {
  const { parameters, loss } = network;
  const adam = new Adam(parameters);
  const variables = [...parameters.trainable.values()];
  const run = (count: number) => {
    for (let step = 0; step < count; step++) {
      const { value, grads } = tf.variableGrads(loss, variables);
      adam.apply(grads, 1e-3);
      value.dispose();
    }
    return { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() / 1e6 };
  };
  const [first, last] = [run(warm), run(steps)];
  adam.dispose();
  parameters.dispose();
  network.dispose();
  return { tensors: last.tensors - first.tensors, grown: last.resident - first.resident };
}

for (const { engine, skip } of [
  { engine: "tensorflow", skip: noNative },
  { engine: "wasm", skip: false },
  { engine: "cpu", skip: false },
]) {
  describe(engine, { skip }, () => {
    test("a thousand steps leave no tensor behind and no memory", async () => {
      await ready({ engine });
      const before = tf.memory().numTensors;
      const { tensors, grown } = train(smallNetwork(), 200, 1000);
      assert.equal(tensors, 0);
      assert.ok(grown < 100, `resident memory grew by ${grown.toFixed(0)} MB`);
      assert.equal(tf.memory().numTensors, before);
    });

    test("a step of the whole network leaves no tensor behind", async () => {
      await ready({ engine });
      const before = tf.memory().numTensors;
      assert.equal(train(wholeNetwork(), 1, 1).tensors, 0);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}
