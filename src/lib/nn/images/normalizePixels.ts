// The normalization of pixels that ResNet18 was trained with.
import * as tf from "@tensorflow/tfjs-core";

const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/** Subtracts ImageNet's mean and divides by its deviation. @param pixels RGB in 0…1, [batch, height, width, 3] @returns the same shape */
export function normalizePixels(pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.div(tf.sub(pixels, mean), deviation);
}
