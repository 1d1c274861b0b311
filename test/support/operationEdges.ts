// Operations at the edges of their sizes: one segment, one row, nothing at all, strides larger than filters. One table for
// all engines.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { EngineName } from "../../src/lib/engine/index.js";
import { maxPool } from "../../src/lib/nn/images/maxPool.js";
import { largestDifference } from "./closeness.js";

/** An operation with the shapes of its inputs. Gradients by all inputs are computed. */
export interface OperationCase {
  readonly name: string;
  readonly inputs: readonly (readonly number[])[];
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** An engine whose backend refuses the operation by name. */
  readonly lacking?: EngineName;
}

type Padding = "same" | "valid" | number;
const convolution = (
  x: readonly number[],
  filter: readonly number[],
  stride: number | [number, number],
  pad: Padding,
): OperationCase => ({
  name: `a ${filter[0]}×${filter[1]} convolution of [${x}] at stride ${stride}, padding ${pad}`,
  inputs: [x, filter],
  ...(typeof pad === "number" ? { lacking: "tensorflow" } : {}),
  run: (image, weight) =>
    tf.conv2d(
      image as tf.Tensor4D,
      weight as tf.Tensor4D,
      stride,
      pad,
      "NHWC",
      1,
      typeof pad === "number" ? "floor" : undefined,
    ),
});
const gather = (rows: number, ids: readonly number[]): OperationCase => ({
  name: `rows ${ids.join(", ") || "none"} of a table of ${rows}`,
  inputs: [[rows, 3]],
  run: (table) => tf.gather(table, tf.tensor1d([...ids], "int32")),
});
const segments = (shape: readonly number[], ids: readonly number[], count: number): OperationCase => ({
  name: `sums of [${shape}] by the segments ${ids.join(", ") || "none"} of ${count}`,
  inputs: [shape],
  run: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([...ids], "int32"), count),
});
const product = (
  a: readonly number[],
  b: readonly number[],
  transposeA = false,
  transposeB = false,
): OperationCase => ({
  name: `a product of [${a}]${transposeA ? "ᵀ" : ""} and [${b}]${transposeB ? "ᵀ" : ""}`,
  inputs: [a, b],
  run: (x, y) => tf.matMul(x, y, transposeA, transposeB),
});

const maximum = (x: readonly number[], size: number, stride: number): OperationCase => ({
  name: `a maximum over ${size}×${size} windows of [${x}] at stride ${stride}`,
  inputs: [x],
  run: (y) => maxPool(y as tf.Tensor4D, size, stride),
});

/** The table. */
export const operationEdges: readonly OperationCase[] = [
  gather(1, [0]),
  gather(1, [0, 0, 0]),
  gather(5, [2]),
  gather(5, [4, 4, 4, 4]),
  segments([4, 3], [0, 0, 0, 0], 1),
  segments([1, 3], [0], 1),
  segments([1, 3], [1], 2),
  segments([4], [0, 2, 2, 0], 3),
  segments([4, 2, 3], [1, 1, 0, 1], 2),
  product([1, 1], [1, 1]),
  product([1, 5], [5, 1]),
  product([5, 1], [1, 4]),
  product([5, 1], [5, 4], true),
  product([3, 5], [1, 5], false, true),
  product([1, 5], [4, 1], true, true),
  product([1, 2, 5], [1, 5, 2]),
  product([2, 1, 5], [2, 4, 5], false, true),
  convolution([1, 1, 1, 1], [1, 1, 1, 1], 1, "valid"),
  convolution([1, 3, 3, 2], [3, 3, 2, 1], 1, "valid"),
  convolution([2, 5, 5, 2], [1, 1, 2, 3], 3, "valid"),
  convolution([2, 7, 6, 2], [2, 2, 2, 3], 3, "valid"),
  convolution([2, 7, 6, 2], [2, 2, 2, 3], 3, "same"),
  convolution([2, 6, 7, 2], [1, 1, 2, 3], 2, "same"),
  convolution([1, 5, 5, 2], [1, 1, 2, 2], 1, 1),
  convolution([1, 5, 5, 2], [1, 1, 2, 2], 2, 1),
  convolution([1, 6, 6, 2], [3, 3, 2, 2], 2, 1),
  convolution([1, 6, 6, 2], [2, 2, 2, 2], 1, 2),
  convolution([2, 6, 9, 2], [2, 3, 2, 2], [2, 1], "valid"),
  convolution([2, 6, 9, 2], [1, 1, 2, 2], [1, 2], "valid"),
  convolution([1, 2, 9, 2], [2, 5, 2, 2], 4, "same"),
  maximum([1, 3, 3, 2], 3, 2),
  maximum([1, 3, 3, 2], 1, 2),
  maximum([2, 5, 5, 2], 1, 1),
  maximum([2, 6, 6, 3], 2, 2),
  maximum([2, 8, 8, 3], 2, 3),
  maximum([2, 6, 6, 3], 3, 1),
  { name: "a sum of one term", inputs: [[2, 3]], run: (x) => tf.addN([x]) },
  { name: "a sum of nine terms", inputs: [[2, 3]], run: (x) => tf.addN(Array.from({ length: 9 }, () => x)) },
  { name: "a softmax of one column", inputs: [[4, 1]], run: (x) => tf.softmax(x) },
  { name: "a mean over one value", inputs: [[1, 1, 1, 3]], run: (x) => tf.mean(x, [1, 2]) },
  { name: "a tile of one", inputs: [[1, 2]], run: (x) => tf.tile(x, [1, 1]) },
];

/** The value of each case and its gradients by the inputs, which depend on their shapes only. */
export type OperationResult = readonly { readonly shape: number[]; readonly values: number[] }[];

/** Computes a case on the current engine. */
export async function computeCase({ inputs, run }: OperationCase): Promise<OperationResult> {
  const results = tf.tidy(() => {
    const given = inputs.map((shape) => wave(1.7 + shape.length, shape));
    const weighed = (...parts: tf.Tensor[]) => {
      const y = run(...parts);
      return tf.sum(tf.mul(y, wave(0.9, y.shape))) as tf.Scalar;
    };
    return [run(...given), ...tf.grads(weighed)(given)];
  });
  const numbers = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return results.map(({ shape }, i) => ({ shape, values: Array.from(numbers[i]!) }));
}

function wave(frequency: number, shape: readonly number[]): tf.Tensor {
  const count = tf.util.sizeFromShape([...shape]);
  return tf.tensor(
    Float32Array.from({ length: count }, (_, i) => Math.sin(i * frequency + 0.3)),
    [...shape],
  );
}

/** Asserts that shapes are equal and values agree within a ten-thousandth of the largest one. */
export function assertSameResult(found: OperationResult, expected: OperationResult): void {
  assert.deepEqual(
    found.map(({ shape }) => shape),
    expected.map(({ shape }) => shape),
  );
  for (const [k, { values }] of expected.entries()) {
    const scale = Math.max(1e-6, ...values.map(Math.abs));
    const difference = largestDifference(found[k]!.values, values);
    assert.ok(difference <= 1e-4 * scale, `part ${k}: ${found[k]!.values} for ${values}`);
  }
}
