// The norm of all gradients of a step.
import * as tf from "@tensorflow/tfjs-core";
import { compiled } from "../../engine/native/functions/compiled.js";
import { onNative, operation } from "../../engine/native/operations.js";

/** Returns the root of the sum of all squares. Native TensorFlow passes over each gradient once. */
export function gradientNorm(gradients: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => norm(...gradients)[0] as tf.Scalar);
}

const norm = compiled("norm", (...gradients) => {
  // L2Loss is half of the sum of squares.
  if (onNative()) return [tf.sqrt(tf.mul(tf.addN(gradients.map((x) => operation("L2Loss", [x])[0]!)), 2))];
  return [tf.sqrt(tf.addN(gradients.map((x) => tf.tidy(() => tf.sum(tf.square(x))))))];
});
