// The normalization of MIDF.
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";

const epsilon = 1e-6;

/** a ⊙ (x − mean) / (s + 1e-6) + b with the unbiased deviation s of each row, which divides by n − 1. */
export class DeviationNorm implements ParameterOwner {
  readonly name: string;
  private readonly scale: tf.Tensor;
  private readonly shift: tf.Tensor;

  constructor(scope: Scope, size: number) {
    this.name = scope.name;
    this.scale = scope.weight("a_2", [size], { kind: "constant", value: 1 });
    this.shift = scope.weight("b_2", [size], { kind: "constant", value: 0 });
  }

  /** @param x [rows, size] @returns the same shape */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    const centered = tf.sub(x, tf.mean(x, 1, true)); // [rows, size]
    const variance = tf.div(tf.sum(tf.square(centered), 1, true), x.shape[1] - 1); // [rows, 1]
    const scaled = tf.div(centered, tf.add(tf.sqrt(variance), epsilon));
    return tf.add(tf.mul(scaled, this.scale), this.shift);
  }
}
