// The paper's dynamic margin (eq. 29). A text that also describes another image gets a smaller margin to it.
import * as tf from "@tensorflow/tfjs-core";

/** Options of the dynamic margin. */
export interface DynamicMarginOptions {
  /** Margin of a text without similarity to the image's captions. The paper's best value is 0.6. */
  readonly gamma: number;
  /** Steepness of the margin's fall with growing similarity. The paper's best value is 5. */
  readonly beta: number;
}

/** The paper's best values. */
export const paperMargin: DynamicMarginOptions = { gamma: 0.6, beta: 5 };

/**
 * Computes α = γ·(e^β − e^{βS}) ÷ (e^β − 1), which is γ for S = 0 and 0 for S = 1.
 *
 * @param similarity S in 0…1 of each text with the five captions of each image, [images, texts]
 * @returns a margin for each cell, for `hingeLoss` (eq. 30)
 *
 * @example
 * const margins = dynamicMargins(tf.tensor2d([[1, 0.2]]), paperMargin);
 * margins.print(); // 0 for equal texts, nearly 0.6 for different ones
 */
export function dynamicMargins(similarity: tf.Tensor2D, { gamma, beta }: DynamicMarginOptions): tf.Tensor2D {
  return tf.tidy(() => {
    const fallen = tf.sub(Math.exp(beta), tf.exp(tf.mul(similarity, beta)));
    return tf.mul(fallen, gamma / Math.expm1(beta));
  });
}
