// The explicit gradient of the recurrence, compared with the gradient of its equations step by step.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { ready } from "../../../../src/lib/index.js";
import { Parameters } from "../../../../src/lib/nn/parameters.js";
import { Gru } from "../../../../src/lib/nn/sequences/gru.js";
import { recurrence } from "../../../../src/lib/nn/sequences/gruRecurrence.js";

const [sentences, steps, hidden] = [3, 4, 5];
type Inputs = [tf.Tensor3D, tf.Tensor2D, tf.Tensor];

/** Computes the equations with operations that tfjs-core differentiates. */
function stepByStep(
  [gates, weight, bias]: Inputs,
  mask: tf.Tensor2D,
  backwards: boolean,
  masks?: tf.Tensor[],
): tf.Tensor {
  const states: tf.Tensor[] = [];
  let h: tf.Tensor = tf.zeros([sentences, hidden]);
  for (let k = 0; k < steps; k++) {
    const step = backwards ? steps - 1 - k : k;
    const [inputReset, inputUpdate, inputNew] = tf.split(tf.unstack(gates, 1)[step]!, 3, 1);
    const [reset, update, fresh] = tf
      .split(weight, 3, 1)
      .map((w, g) =>
        tf.add(tf.matMul((masks ? tf.mul(h, masks[g]!) : h) as tf.Tensor2D, w), tf.split(bias, 3)[g]!),
      );
    const r = tf.sigmoid(tf.add(inputReset!, reset!));
    const z = tf.sigmoid(tf.add(inputUpdate!, update!));
    const n = tf.tanh(tf.add(inputNew!, tf.mul(r, fresh!)));
    const next = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
    const there = tf.slice(mask, [0, step], [-1, 1]);
    h = tf.add(tf.mul(next, there), tf.mul(h, tf.sub(1, there)));
    states[step] = h;
  }
  return tf.stack(states);
}

before(() => ready({ engine: "cpu" }));

for (const backwards of [false, true]) {
  for (const dropped of [false, true]) {
    const way = `${backwards ? "backwards" : "forwards"}${dropped ? ", with dropout" : ""}`;
    test(`states and gradients ${way} are those of the equations`, () => {
      const inputs: Inputs = [
        tf.randomNormal([sentences, steps, 3 * hidden], 0, 1, "float32", 1),
        tf.randomNormal([hidden, 3 * hidden], 0, 1, "float32", 2),
        tf.randomNormal([3 * hidden], 0, 1, "float32", 3),
      ];
      const mask = tf.tensor2d([1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0], [sentences, steps]);
      const masks = dropped
        ? [4, 5, 6].map((seed) => tf.dropout(tf.ones([sentences, hidden]), 0.5, undefined, seed))
        : undefined;
      const weigh = tf.randomNormal([steps, sentences, hidden], 0, 1, "float32", 7);
      const ours = (...given: tf.Tensor[]) =>
        tf.sum(tf.mul(recurrence(...(given as Inputs), { mask, backwards, dropoutMasks: masks }), weigh));
      const theirs = (...given: tf.Tensor[]) =>
        tf.sum(tf.mul(stepByStep(given as Inputs, mask, backwards, masks), weigh));
      const found = tf.valueAndGrads(ours)(inputs);
      const expected = tf.valueAndGrads(theirs)(inputs);
      close(found.value, expected.value);
      for (const [i, gradient] of expected.grads.entries()) close(found.grads[i]!, gradient);
    });
  }
}

function close(found: tf.Tensor, expected: tf.Tensor): void {
  assert.deepEqual(found.shape, expected.shape);
  const difference = tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]!;
  assert.ok(difference < 1e-4, `off by ${difference}`);
}

test("sentences of one word each have a state and gradients", () => {
  const parameters = new Parameters(1);
  const gru = new Gru(parameters.at("gru"), 3, hidden);
  const words = tf.ones([sentences, 1, 3]) as tf.Tensor3D;
  const mask = tf.ones([sentences, 1]) as tf.Tensor2D;
  const { grads } = tf.variableGrads(
    () => tf.sum(gru.states(words, mask).last) as tf.Scalar,
    [...parameters.trainable.values()],
  );
  const ofInputs = grads[parameters.get("gru.weight_ih").name]!;
  assert.ok(ofInputs.dataSync().some((value) => value !== 0));
});
