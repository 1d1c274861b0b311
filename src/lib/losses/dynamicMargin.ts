// The paper's dynamic margin (eq. 29): a text that also describes another image should not be pushed away from it
// as far as one that has nothing to do with it.
import * as tf from "@tensorflow/tfjs-core";

export interface DynamicMarginOptions {
  /** The margin of a text that has nothing in common with the image's captions; the paper's best is 0.6. */
  readonly gamma: number;
  /** How suddenly the margin falls as they become alike; the paper's best is 5. */
  readonly beta: number;
}

export const paperMargin: DynamicMarginOptions = { gamma: 0.6, beta: 5 };

/**
 * α = γ·(e^β − e^{βS}) ÷ (e^β − 1): γ where S = 0, and 0 where S = 1.
 *
 * @param similarity S in 0…1 of each text with the five captions of each image, [images, texts]
 * @returns a margin for each cell, for `hingeLoss` (eq. 30)
 */
export function dynamicMargins(similarity: tf.Tensor2D, { gamma, beta }: DynamicMarginOptions): tf.Tensor2D {
  return tf.tidy(() => {
    const fallen = tf.sub(Math.exp(beta), tf.exp(tf.mul(similarity, beta)));
    return tf.mul(fallen, gamma / Math.expm1(beta));
  });
}
