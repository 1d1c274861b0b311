// The contrastive loss of CLIP (InfoNCE in both directions; Radford et al., 2021).
import * as tf from "@tensorflow/tfjs-core";

/**
 * Returns the mean cross-entropy of each image with the captions of the batch and of each caption with its images, halved.
 *
 * @param scores cosines of matching rows and columns, [batch, batch]; the diagonal holds the pairs
 * @param scale factor of the cosines: 1 ÷ temperature
 * @returns the mean over the pairs, a scalar
 *
 * @example
 * const scores = tf.tensor2d([[0.9, 0.1], [0.2, 0.7]]);
 * contrastiveLoss(scores, 1 / 0.07).print(); // nearly 0
 */
export function contrastiveLoss(scores: tf.Tensor2D, scale: number | tf.Scalar): tf.Scalar {
  const size = scores.shape[0];
  const logits = tf.mul(scores, scale) as tf.Tensor2D;
  const pairs = tf.sum(tf.mul(logits, tf.eye(size))); // the sum of the diagonal
  const both = tf.add(tf.sum(tf.logSumExp(logits, 1)), tf.sum(tf.logSumExp(logits, 0)));
  return tf.div(tf.sub(tf.mul(both, 0.5), pairs), size) as tf.Scalar;
}
