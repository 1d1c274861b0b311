// Sums over the rows of a matrix.
import * as tf from "@tensorflow/tfjs-core";

/** Returns the sum of each column of [rows, columns]. A product with a row of ones sums columns without transposing. */
export function columnSums(x: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.matMul(tf.ones([1, x.shape[0]!]), x as tf.Tensor2D), [-1]);
}
