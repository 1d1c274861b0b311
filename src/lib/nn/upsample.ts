// Feature maps made larger. The released network doubles them by repeating pixels; a mask that is laid over its
// image is made larger smoothly.
import * as tf from "@tensorflow/tfjs-core";

/**
 * Each pixel twice in both directions: nn.Upsample(scale_factor=2, mode="nearest"), as released.
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
 * Bilinear: F.interpolate(x, size, mode="bilinear", align_corners=False), pixels being squares rather than points.
 *
 * @param x [batch, height, width, channels] @returns [batch, size, size, channels]
 */
export function resizeBilinear(x: tf.Tensor4D, size: number): tf.Tensor4D {
  return tf.image.resizeBilinear(x, [size, size], false, true);
}
