// A linear layer, y = x·W + b, with W stored as [in, out].
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "./parameters.js";

export function createLinear(parameters: Parameters, name: string, inputs: number, outputs: number): void {
  const bound = 1 / Math.sqrt(inputs);
  parameters.create(`${name}.weight`, [inputs, outputs], { kind: "uniform", bound });
  parameters.create(`${name}.bias`, [outputs], { kind: "uniform", bound });
}

/** @param x [rows, in] @returns [rows, out] */
export function linear(parameters: Parameters, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(
    tf.matMul(x, parameters.get(`${name}.weight`) as tf.Tensor2D),
    parameters.get(`${name}.bias`),
  );
}
