// The gradients of sigmoid and tanh by their values. Native TensorFlow computes each with one operation.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "../../engine/native/operations.js";

/** Returns dy · y · (1 − y) for y = σ(x). */
export function sigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (onNative()) return operation("SigmoidGrad", [y, dy])[0]!;
  return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
}

/** Returns dy · (1 − y²) for y = tanh(x). */
export function tanhGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (onNative()) return operation("TanhGrad", [y, dy])[0]!;
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}
