// No tensor and no memory remains after a thousand steps of a small network and after a step of a whole one, on every
// engine. The test of webgpu has fewer steps.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, ready, Vocabulary } from "../../../src/lib/index.js";
import { hingeLoss } from "../../../src/lib/losses/index.js";
import { leftBehind, type Network, smallNetwork } from "../../support/leaks.js";
import { modelConfigs } from "../../support/models.js";
import { noNative } from "../../support/native.js";

/** Returns a small released network. A training step has over a thousand operations. */
function wholeNetwork(): Network {
  const sizes = { imageSize: 32, width: 2, embedding: 4, wordEmbedding: 4, hidden: 4, attentionChannels: 1 };
  const captions = ["three white planes", "a green field"];
  const options = { ...modelConfigs["released/similarity"], ...sizes };
  const model = createModel(options, { vocabulary: Vocabulary.build(captions), seed: 1 });
  const pixels = tf.fill([2, 32, 32, 3], 0.5) as tf.Tensor4D;
  const loss = () =>
    hingeLoss(model.similarity(model.encodeImages({ pixels }, true), model.encodeTexts(captions, 1)), {
      margin: 0.2,
      maxViolation: false,
    });
  return { parameters: model.parameters, loss, dispose: () => pixels.dispose() };
}

for (const { engine, skip } of [
  { engine: "tensorflow", skip: noNative },
  { engine: "wasm", skip: false },
  { engine: "cpu", skip: false },
]) {
  describe(engine, { skip }, () => {
    test("keeps no tensor and no memory after a thousand steps", async () => {
      await ready({ engine });
      const before = tf.memory().numTensors;
      const { tensors, grown } = await leftBehind(smallNetwork(), 200, 1000);
      assert.equal(tensors, 0);
      assert.ok(grown < 100, `resident memory grew by ${grown.toFixed(0)} MB`);
      assert.equal(tf.memory().numTensors, before);
    });

    test("keeps no tensor after a step of the whole network", async () => {
      await ready({ engine });
      const before = tf.memory().numTensors;
      assert.equal((await leftBehind(wholeNetwork(), 1, 1)).tensors, 0);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}
