// The bidirectional hinge loss of VSE++, as released.
import * as tf from "@tensorflow/tfjs-core";

/** Options of the hinge loss. */
export interface HingeOptions {
  /** Smallest distance between a pair and its negatives: one number (0.2 as released), or one for each cell, [batch, batch]. */
  readonly margin: number | tf.Tensor;
  /** Counts only the hard negative with the largest violation in each row and column. */
  readonly maxViolation: boolean;
}

/**
 * Sums the violations of the margin over all negatives of the batch, for images and for captions. Margins for each cell make
 * it the paper's eq. 30.
 *
 * @param scores cosines of matching rows and columns, [batch, batch]; the diagonal holds the pairs
 * @returns the sum over all violations, a scalar
 *
 * @example
 * const scores = tf.tensor2d([[0.9, 0.8], [0.1, 0.7]]);
 * hingeLoss(scores, { margin: 0.2, maxViolation: false }).print();
 */
export function hingeLoss(scores: tf.Tensor2D, { margin, maxViolation }: HingeOptions): tf.Scalar {
  const size = scores.shape[0];
  const eye = tf.eye(size);
  const pairs = tf.sum(tf.mul(scores, eye), 1); // [batch]
  const negatives = tf.sub(1, eye);
  const violated = (reference: tf.Tensor) =>
    tf.mul(tf.relu(tf.sub(tf.add(scores, margin), reference)), negatives);
  const ofImages = violated(tf.expandDims(pairs, 1)); // Captions that an image is confused with.
  const ofCaptions = violated(tf.expandDims(pairs, 0)); // Images that a caption is confused with.
  if (!maxViolation) return tf.add(tf.sum(ofImages), tf.sum(ofCaptions)) as tf.Scalar;
  return tf.add(tf.sum(tf.max(ofImages, 1)), tf.sum(tf.max(ofCaptions, 0))) as tf.Scalar;
}
