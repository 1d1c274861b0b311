// Two small functions that the paper has in several places: L2 normalization and PReLU.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "./parameters.js";

const epsilon = 1e-8;

/** x ÷ ‖x‖₂ over the last axis; zeros stay zeros. */
export function l2Normalize<T extends tf.Tensor>(x: T): T {
  // The root's gradient at zero is infinite, hence the square below it.
  const length = tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), epsilon * epsilon));
  return tf.div(x, length);
}

/** One slope for the whole layer that starts at 0.25, as PyTorch's `nn.PReLU()`. */
export function createPrelu(parameters: Parameters, name: string): void {
  parameters.create(`${name}.weight`, [1], { kind: "constant", value: 0.25 });
}

/** max(0, x) + a·min(0, x). */
export function prelu<T extends tf.Tensor>(parameters: Parameters, name: string, x: T): T {
  const below = tf.mul(parameters.get(`${name}.weight`), tf.relu(tf.neg(x)));
  return tf.sub(tf.relu(x), below);
}
