// A linear layer.
import * as tf from "@tensorflow/tfjs-core";
import type { Initializer, ParameterOwner, Scope } from "./parameters.js";

/**
 * A linear layer, y = x·W + b, that starts like PyTorch's `nn.Linear`.
 *
 * @example
 * const layer = new Linear(new Parameters(1).at("head"), 4, 2);
 * console.log(layer.apply(tf.ones([3, 4])).shape); // [3, 2]
 */
export class Linear implements ParameterOwner {
  readonly name: string;
  /** W, [inputs, outputs]; PyTorch stores it transposed. */
  readonly weight: tf.Tensor2D;
  /** b, [outputs]. */
  readonly bias: tf.Tensor1D;

  /** @param ofWeight the initial values of W; by default those of the bias, uniform as in PyTorch */
  constructor(scope: Scope, inputs: number, outputs: number, ofWeight?: Initializer) {
    this.name = scope.name;
    const initializer = { kind: "uniform", bound: 1 / Math.sqrt(inputs) } as const;
    this.weight = scope.weight("weight", [inputs, outputs], ofWeight ?? initializer, {
      axes: [1, 0],
    }) as tf.Tensor as tf.Tensor2D;
    this.bias = scope.weight("bias", [outputs], initializer) as tf.Tensor as tf.Tensor1D;
  }

  /** @param x [rows, inputs] @returns [rows, outputs] */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    return tf.add(tf.matMul(x, this.weight), this.bias);
  }
}
