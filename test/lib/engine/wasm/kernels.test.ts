// Every composed wasm kernel computes the numbers of plain JavaScript.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { ready } from "../../../../src/lib/index.js";

interface Case {
  name: string;
  inputs: number[][];
  run: (...inputs: tf.Tensor[]) => tf.Tensor;
}
const conv = (x: number[], filter: number[], stride: number, pad: "same" | "valid"): Case => ({
  name: `the gradients of a ${filter[0]}×${filter[1]} convolution of ${x.slice(1, 3)} at stride ${stride}, ${pad}`,
  inputs: [x, filter],
  run: (image, weight) => tf.square(tf.conv2d(image as tf.Tensor4D, weight as tf.Tensor4D, stride, pad)),
});
const cases: Case[] = [
  conv([2, 8, 8, 3], [3, 3, 3, 5], 1, "same"),
  conv([2, 9, 7, 3], [3, 3, 3, 4], 2, "valid"),
  conv([2, 8, 8, 4], [1, 1, 4, 6], 1, "valid"),
  conv([2, 8, 8, 4], [1, 1, 4, 6], 2, "valid"),
  conv([1, 16, 16, 3], [7, 7, 3, 4], 2, "valid"),
  conv([1, 16, 16, 3], [3, 3, 3, 2], 4, "valid"),
  {
    name: "the gradients of a matrix product",
    inputs: [
      [4, 6],
      [6, 5],
    ],
    run: (a, b) => tf.square(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D)),
  },
  {
    name: "the gradient of looking up rows, some twice",
    inputs: [[6, 4]],
    run: (table) => tf.square(tf.gather(table, tf.tensor1d([1, 3, 1, 5], "int32"))),
  },
  {
    name: "the gradient of a maximum over windows",
    inputs: [[2, 9, 9, 3]],
    run: (x) => tf.square(tf.maxPool(x as tf.Tensor4D, 3, 2, "valid")),
  },
];

/** Computes gradients on the current engine. The inputs depend only on their shapes. */
function gradients({ inputs, run }: Case): number[][] {
  return tf.tidy(() => {
    const values = inputs.map((shape) =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
          Math.sin(i * 1.7 + shape.length),
        ),
        shape,
      ),
    );
    const results = tf.grads((...given: tf.Tensor[]) => tf.sum(run(...given)))(values);
    return results.map((gradient) => Array.from(gradient.dataSync()));
  });
}

const expected = new Map<string, number[][]>();
before(async () => {
  await ready({ engine: "cpu" });
  for (const one of cases) expected.set(one.name, gradients(one));
  await ready({ engine: "wasm" });
});

describe("wasm agrees with plain JavaScript on", () => {
  for (const one of cases) {
    test(one.name, () => {
      const found = gradients(one);
      for (const [k, reference] of expected.get(one.name)!.entries()) {
        const scale = Math.max(1e-6, ...reference.map(Math.abs));
        for (const [i, value] of reference.entries())
          assert.ok(
            Math.abs(value - found[k]![i]!) <= 1e-4 * scale,
            `element ${i}: ${found[k]![i]} for ${value}`,
          );
      }
    });
  }
});
