// Low-rank adapters of linear layers (LoRA, Hu et al., 2022).
import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../../base/random.js";
import type { ParameterOwner, Scope } from "../parameters.js";

/** Sizes of adapters. */
export interface AdapterShape {
  /** Rank of the two factors. */
  readonly rank: number;
  /** α: the product of the factors counts α ÷ rank times. */
  readonly alpha: number;
  /** Seed of the first factor. Without it the factor is zero, to be filled from a file. */
  readonly seed?: number;
}

/**
 * (α ÷ rank)·x·A·B, which is added to the output of a frozen linear layer. B starts at zero, so that a new adapter changes
 * nothing.
 *
 * @example
 * const adapter = new Adapter(new Parameters(1).at("lora"), 8, 8, { rank: 2, alpha: 4, seed: 1 });
 * console.log(adapter.apply(tf.ones([3, 8])).shape); // [3, 8]
 */
export class Adapter implements ParameterOwner {
  readonly name: string;
  /** A, [inputs, rank]. */
  readonly down: tf.Tensor2D;
  /** B, [rank, outputs]. */
  readonly up: tf.Tensor2D;
  private readonly factor: number;

  constructor(scope: Scope, inputs: number, outputs: number, { rank, alpha, seed }: AdapterShape) {
    this.name = scope.name;
    this.factor = alpha / rank;
    const zero = { kind: "constant", value: 0 } as const;
    const down = scope.weight("down", [inputs, rank], zero);
    if (seed !== undefined) {
      const random = new Random(seed);
      const bound = 1 / Math.sqrt(inputs);
      const values = Float32Array.from({ length: inputs * rank }, () => random.between(-bound, bound));
      tf.tidy(() => down.assign(tf.tensor2d(values, [inputs, rank])));
    }
    this.down = down as tf.Tensor as tf.Tensor2D;
    this.up = scope.weight("up", [rank, outputs], zero) as tf.Tensor as tf.Tensor2D;
  }

  /** @param x [rows, inputs] @returns [rows, outputs] */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    return tf.mul(tf.matMul(tf.matMul(x, this.down), this.up), this.factor);
  }

  /** Returns the weights that the adapter adds to those of its layer, [inputs, outputs]. */
  product(): tf.Tensor2D {
    return tf.mul(tf.matMul(this.down, this.up), this.factor);
  }
}
