// The salient mask that views show.
import * as tf from "@tensorflow/tfjs-core";
import { resizeBilinear } from "../../../nn/images/upsample.js";

/**
 * Returns the absolute salient map, scaled to 0…1 for each image.
 *
 * @param salientMap [batch, m, m]
 * @param size height and width of the result, which is resized bilinearly; m by default
 */
export function salientMaskOf(salientMap: tf.Tensor3D, size?: number): tf.Tensor3D {
  const map = tf.abs(salientMap);
  const low = tf.min(map, [1, 2], true);
  const mask = tf.div(tf.sub(map, low), tf.maximum(tf.sub(tf.max(map, [1, 2], true), low), 1e-8));
  if (size === undefined) return mask as tf.Tensor3D;
  return tf.squeeze(resizeBilinear(tf.expandDims(mask, 3), size), [3]);
}
