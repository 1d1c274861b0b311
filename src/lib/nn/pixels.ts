// ImageNet's mean and deviation, which ResNet18 was made for.
import * as tf from "@tensorflow/tfjs-core";

const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/** @param pixels RGB in 0…1, [batch, height, width, 3] @returns the same shape, about standard normal */
export function normalizePixels(pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.div(tf.sub(pixels, mean), deviation);
}
