// The bidirectional hinge loss of VSE++ as released: every in-batch negative (or only the hardest) must stay a
// margin below the pair it is confused with, both ways. With a margin of its own for each cell it is the paper's
// eq. 30.
import * as tf from "@tensorflow/tfjs-core";

export interface HingeOptions {
  /** Least distance between a pair and its negatives: 0.2 as released, or one for each cell, [batch, batch]. */
  readonly margin: number | tf.Tensor2D;
  /** Whether only the hardest negative of each row and column counts. */
  readonly maxViolation: boolean;
}

/**
 * @param scores cosines of matching rows and columns, [batch, batch]; the diagonal holds the pairs
 * @returns the sum over all violations, a scalar
 */
export function hingeLoss(scores: tf.Tensor2D, { margin, maxViolation }: HingeOptions): tf.Scalar {
  const size = scores.shape[0];
  const eye = tf.eye(size);
  const pairs = tf.sum(tf.mul(scores, eye), 1); // [batch]
  const negatives = tf.sub(1, eye);
  const violated = (reference: tf.Tensor) =>
    tf.mul(tf.relu(tf.sub(tf.add(scores, margin), reference)), negatives);
  const ofImages = violated(tf.expandDims(pairs, 1)); // captions that an image is confused with
  const ofCaptions = violated(tf.expandDims(pairs, 0)); // images that a caption is confused with
  if (!maxViolation) return tf.add(tf.sum(ofImages), tf.sum(ofCaptions)) as tf.Scalar;
  return tf.add(tf.sum(tf.max(ofImages, 1)), tf.sum(tf.max(ofCaptions, 0))) as tf.Scalar;
}
