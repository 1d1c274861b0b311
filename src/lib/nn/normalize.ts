// L2 normalization.
import * as tf from "@tensorflow/tfjs-core";

const epsilon = 1e-8;

/**
 * Returns x ÷ ‖x‖₂ over the last axis. Rows of zeros stay zero.
 *
 * @example
 * l2Normalize(tf.tensor2d([[3, 4]])).print(); // [[0.6, 0.8]]
 */
export function l2Normalize<T extends tf.Tensor>(x: T): T {
  return tf.div(x, norm(x, true));
}

/**
 * Returns ‖x‖₂ over the last axis. The gradient of the root is infinite at zero, so a tiny square is added below it.
 *
 * @param keepDims keeps the last axis with length 1
 */
export function norm(x: tf.Tensor, keepDims = false): tf.Tensor {
  return rootOfSquares(tf.sum(tf.square(x), -1, keepDims));
}

/** Returns √(sum + ε²), whose gradient is finite at zero. */
export function rootOfSquares(sum: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.add(sum, epsilon * epsilon));
}
