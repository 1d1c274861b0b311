// Dropout with repeatable masks.
import * as tf from "@tensorflow/tfjs-core";

/**
 * Drops elements in training. Each call draws another mask, and the masks depend on the seed and the number of the call.
 *
 * @example
 * const dropout = new Dropout(0.5, 1);
 * console.log(dropout.apply(tf.ones([2, 3])).shape); // [2, 3], with zeros and twos
 */
export class Dropout {
  private calls = 0;

  /**
   * @param rate share of the elements that are dropped, in [0, 1)
   * @param seed of all masks
   */
  constructor(
    readonly rate: number,
    readonly seed: number,
  ) {}

  /**
   * Sets elements to zero and divides the others by 1 − rate.
   *
   * @param noiseShape shape of the mask, with 1 for an axis along which all elements share one draw; the shape of x by default
   */
  apply<T extends tf.Tensor>(x: T, noiseShape?: number[]): T {
    this.calls += 1;
    if (this.rate === 0) return x;
    return tf.dropout(x, this.rate, noiseShape, `${this.seed}/${this.calls}`) as T;
  }
}
