// Cosines between vectors, as rows of numbers that a plot can show.
import * as tf from "@tensorflow/tfjs-core";
import { l2Normalize } from "../lib/nn/normalize.js";

/**
 * Returns the cosine of each vector with each.
 * @param vectors `[vectors, n]`
 * @returns one row of numbers in −1…1 for each vector
 * @example
 * const alike = await cosines(model.encodeTexts(["white planes", "white boats"]));
 * console.log(alike[0]![1]);
 */
export async function cosines(vectors: tf.Tensor2D): Promise<number[][]> {
  const products = tf.tidy(() => {
    const unit = l2Normalize(vectors);
    return tf.matMul(unit, unit, false, true);
  });
  const rows = (await products.array()) as number[][];
  products.dispose();
  return rows;
}
