// Enlarges feature maps.
import * as tf from "@tensorflow/tfjs-core";

/**
 * Repeats each pixel in both directions, as `nn.Upsample(scale_factor=2, mode="nearest")` of the released network.
 *
 * @param x [batch, height, width, channels] @returns [batch, 2·height, 2·width, channels]
 */
export function upsample2x(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const wide = tf.tile(tf.reshape(x, [batch * height, width, 1, channels]), [1, 1, 2, 1]);
    const tall = tf.tile(tf.reshape(wide, [batch, height, 1, 2 * width * channels]), [1, 1, 2, 1]);
    return tf.reshape(tall, [batch, 2 * height, 2 * width, channels]);
  });
}

/**
 * Resizes bilinearly, as `F.interpolate(x, size, mode="bilinear", align_corners=False)`.
 *
 * @param x [batch, height, width, channels]
 * @param size height and width of the result, in pixels
 * @returns [batch, size, size, channels]
 *
 * @example
 * console.log(resizeBilinear(tf.ones([1, 8, 8, 3]), 32).shape); // [1, 32, 32, 3]
 */
export function resizeBilinear(x: tf.Tensor4D, size: number): tf.Tensor4D {
  return tf.image.resizeBilinear(x, [size, size], false, true);
}
