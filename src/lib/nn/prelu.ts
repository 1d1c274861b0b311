// The parametric ReLU.
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope } from "./parameters.js";

/**
 * max(0, x) + a·min(0, x) with one slope a for the whole layer that starts at 0.25, as PyTorch's `nn.PReLU()`.
 *
 * @example
 * new PRelu(new Parameters(1).at("prelu")).apply(tf.tensor1d([-2, 3])).print(); // [-0.5, 3]
 */
export class PRelu implements ParameterOwner {
  readonly name: string;
  private readonly slope: tf.Tensor;

  constructor(scope: Scope) {
    this.name = scope.name;
    this.slope = scope.weight("weight", [1], { kind: "constant", value: 0.25 });
  }

  /** @param x any shape @returns the same shape */
  apply<T extends tf.Tensor>(x: T): T {
    const below = tf.mul(this.slope, tf.relu(tf.neg(x)));
    return tf.sub(tf.relu(x), below);
  }
}
