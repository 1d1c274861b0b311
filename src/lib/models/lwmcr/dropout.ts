// Dropout with a seed that gives the same elements on every engine.
import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../../base/random.js";
import { drawDropoutMask } from "../../nn/dropoutMask.js";

/** The dropped elements of a tensor. */
export interface Dropout {
  /** Share of the elements, in (0, 1). */
  readonly rate: number;
  /** Seed of the step. */
  readonly seed: number;
  /** Number of the place in the network, so that two places do not drop the same elements. */
  readonly stream: number;
}

/** Sets elements to 0 and divides the others by the share that is kept, as PyTorch's `nn.Dropout`. */
export function drop<T extends tf.Tensor>(x: T, { rate, seed, stream }: Dropout): T {
  return tf.mul(x, tf.tensor(drawDropoutMask(new Random(seed, stream), x.size, rate), x.shape));
}
