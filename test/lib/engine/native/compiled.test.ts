// Computations that run as one operation of native TensorFlow.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import { ready } from "../../../../src/lib/engine/index.js";
import { type Computation, compiled } from "../../../../src/lib/engine/native/functions/compiled.js";
import { operation } from "../../../../src/lib/engine/native/operations.js";
import { countOperations, noNative } from "../../../support/native.js";

const backend = () => tf.backend() as NodeJSKernelBackend;

/** Twenty layers with lists, constants, several outputs and an input that passes through. */
const layers: Computation = (x, w) => {
  let y = x!;
  for (let i = 0; i < 20; i++) y = tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, w as tf.Tensor2D), 0.1 * i));
  const [left, right] = tf.split(y, 2, 1);
  return [tf.concat([left!, right!, tf.sum(y, 1, true)], 1), x!, tf.addN([left!, right!])];
};

describe("a compiled computation", { skip: noNative }, () => {
  before(() => ready({ engine: "tensorflow" }));
  after(() => tf.disposeVariables());

  const weight = () => tf.randomNormal([8, 8], 0, 0.4, "float32", 3);
  const input = (rows: number, seed: number) => tf.randomNormal([rows, 8], 0, 1, "float32", seed);
  const numbers = (tensors: tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);

  test("gives the numbers of its operations, and takes one operation from the third call on", () => {
    tf.tidy(() => {
      const fast = compiled("layers", layers);
      for (const call of [1, 2, 3, 4]) {
        const [x, w] = [input(5, call), weight()];
        const { count, result: found } = countOperations(() => fast(x, w));
        assert.deepEqual(numbers(found), numbers(layers(x, w)));
        assert.equal(count === 1, call > 2);
      }
    });
  });

  test("has a function for each combination of shapes", () => {
    tf.tidy(() => {
      const fast = compiled("shapes", layers);
      for (const rows of [2, 3, 2, 3, 2, 3, 1]) {
        const [x, w] = [input(rows, rows), weight()];
        assert.deepEqual(numbers(fast(x, w)), numbers(layers(x, w)));
      }
    });
  });

  test("tells two inputs that were the same tensor from two that are not", () => {
    tf.tidy(() => {
      const fast = compiled("same", (a, b) => [tf.sub(tf.mul(a!, 2), b!)]);
      const [a, b] = [tf.scalar(3), tf.scalar(1)];
      for (let call = 0; call < 3; call++) assert.deepEqual(numbers(fast(a, a)), [[3]]);
      for (let call = 0; call < 3; call++) assert.deepEqual(numbers(fast(a, b)), [[5]]);
    });
  });

  test("changes a variable before it reads it", () => {
    tf.tidy(() => {
      const shape = { shape: [] as number[] };
      const [handle] = operation("VarHandleOp", [], {
        dtype: { type: "float32" },
        shape,
        shared_name: "compiled-test",
        container: "",
      });
      const assign = (value: tf.Tensor) =>
        operation("AssignVariableOp", [handle!, value], { dtype: { type: "float32" } }, 0);
      const read = () => operation("ReadVariableOp", [handle!], { dtype: { type: "float32" } })[0]!;
      const twice = compiled("variable", (_, value) => {
        assign(value!);
        const first = read();
        assign(tf.add(value!, 1));
        return [first, read()];
      });
      for (const value of [1, 5, 9, 20]) {
        assert.deepEqual(numbers(twice(handle!, tf.scalar(value))), [[value], [value + 1]]);
      }
    });
  });

  test("runs operation by operation when it reads a value, or a tensor that is no input", () => {
    tf.tidy(() => {
      const outside = input(2, 1);
      const computations: Record<string, Computation> = {
        reads: (x) => [tf.mul(x!, x!.dataSync()[0]!)],
        foreign: (x) => [tf.mul(x!, outside)],
      };
      for (const [name, compute] of Object.entries(computations)) {
        const careful = compiled(name, compute);
        for (const seed of [1, 2, 3, 4]) {
          assert.deepEqual(numbers(careful(input(2, seed))), numbers(compute(input(2, seed))), name);
        }
      }
    });
  });

  test("does not take a fresh tensor from elsewhere for a constant", () => {
    tf.tidy(() => {
      let outside = tf.tensor1d([1]);
      const careful = compiled("fresh", (x) => [tf.add(x!, outside)]);
      for (const value of [1, 2, 3, 4]) {
        outside = tf.tensor1d([value]);
        assert.deepEqual(numbers(careful(tf.tensor1d([10]))), [[10 + value]]);
      }
    });
  });

  test("leaves no tensors behind in 100 calls", () => {
    const fast = compiled("memory", layers);
    const w = weight();
    const call = (seed: number) => tf.tidy(() => void fast(input(4, seed), w));
    for (let seed = 0; seed < 3; seed++) call(seed);
    const start = [tf.memory().numTensors, backend().binding.getNumOfTensors()];
    for (let seed = 0; seed < 100; seed++) call(seed);
    assert.deepEqual([tf.memory().numTensors, backend().binding.getNumOfTensors()], start);
    w.dispose();
  });
});
