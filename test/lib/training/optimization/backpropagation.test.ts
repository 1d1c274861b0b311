// Gradients of a loss, compared with those of tfjs-core.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, ready, Vocabulary } from "../../../../src/lib/index.js";
import { hingeLoss } from "../../../../src/lib/losses/index.js";
import { backpropagate } from "../../../../src/lib/training/optimization/backpropagation.js";
import { modelConfigs } from "../../../support/models.js";

before(() => ready({ engine: "wasm" }));

const numbers = (tensors: tf.NamedTensorMap) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.arraySync()]));

for (const name of ["released/fusion", "paper/m9"] as const) {
  test(`${name}: loss and gradients are those of tf.variableGrads, bit for bit, and nothing else is left`, () => {
    const captions = ["three white planes", "a green field"];
    const sizes = { imageSize: 32, width: 2, embedding: 4, wordEmbedding: 4, attentionChannels: 1 };
    const options = { ...modelConfigs[name], ...sizes, ...(name.startsWith("released") && { hidden: 4 }) };
    const model = createModel(options, { vocabulary: Vocabulary.build(captions), seed: 1 });
    const queries = captions.map((sentence) => ({ sentence, keywords: [sentence.split(" ").at(-1)!] }));
    const pixels = tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], 0, 1, "float32", 5);
    const loss = () =>
      hingeLoss(model.similarity(model.encodeImages({ pixels }, true), model.encodeTexts(queries, 1)), {
        margin: 0.2,
        maxViolation: false,
      });
    const variables = [...model.parameters.trainable.values()];
    const expected = tf.variableGrads(loss, variables);
    const before = tf.memory().numTensors;
    const found = backpropagate(loss, variables);
    assert.equal(tf.memory().numTensors - before, 1 + Object.keys(found.grads).length);
    assert.equal(found.value.dataSync()[0], expected.value.dataSync()[0]);
    assert.deepEqual(numbers(found.grads), numbers(expected.grads));
    model.dispose();
  });
}

test("a gradient that is handed on as it is, or to two inputs, is added up like any other", () => {
  const same = tf.customGrad((...parts) => {
    const [a, b] = parts as [tf.Tensor, tf.Tensor];
    return { value: tf.add(a, b), gradFunc: (dy) => [dy as tf.Tensor, dy as tf.Tensor] };
  });
  const x = tf.variable(tf.tensor1d([1, 2, 3]));
  const loss = () => {
    const once = same(x, tf.square(x));
    return tf.sum(tf.mul(same(once, once), x)) as tf.Scalar;
  };
  // 2·(x + x²)·x has the gradient 4x + 6x².
  assert.deepEqual(Array.from(backpropagate(loss, [x]).grads[x.name]!.dataSync()), [10, 32, 66]);
});

test("a variable that the loss does not depend on has no gradient", () => {
  const [used, unused] = [tf.variable(tf.scalar(3)), tf.variable(tf.scalar(5))];
  const { grads } = backpropagate(() => tf.square(used), [used, unused]);
  assert.deepEqual(Object.keys(grads), [used.name]);
});

test("a loss that throws leaves nothing behind", () => {
  const x = tf.variable(tf.tensor1d([1, 2]));
  const before = tf.memory().numTensors;
  const broken = () => {
    tf.exp(tf.square(x));
    throw new Error("no loss");
  };
  assert.throws(() => backpropagate(broken, [x]), /no loss/);
  assert.equal(tf.memory().numTensors, before);
});
