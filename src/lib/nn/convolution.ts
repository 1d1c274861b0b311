// Convolution as PyTorch does it: padding of equal size on both sides, also at stride 2, where TensorFlow's SAME
// pads the other side. Filters are stored as [height, width, in, out].
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "./parameters.js";

export interface ConvolutionShape {
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly bias?: boolean;
}

export function createConvolution(parameters: Parameters, name: string, shape: ConvolutionShape): void {
  const { size, inputs, outputs, bias = false } = shape;
  const fanOut = size * size * outputs;
  // ResNet's convolutions start as He et al. say; those with a bias as PyTorch's default.
  const bound = 1 / Math.sqrt(size * size * inputs);
  const initializer = bias
    ? ({ kind: "uniform", bound } as const)
    : ({ kind: "normal", deviation: Math.sqrt(2 / fanOut) } as const);
  parameters.create(`${name}.weight`, [size, size, inputs, outputs], initializer);
  if (bias) parameters.create(`${name}.bias`, [outputs], { kind: "uniform", bound });
}

/** @param x [batch, height, width, in] @returns [batch, rows, columns, out] */
export function convolution(
  parameters: Parameters,
  name: string,
  x: tf.Tensor4D,
  { stride = 1, padding = 0 }: { stride?: number; padding?: number } = {},
): tf.Tensor4D {
  const weight = parameters.get(`${name}.weight`) as unknown as tf.Tensor4D;
  const same = stride === 1 && padding > 0 && weight.shape[0] === 2 * padding + 1;
  const sides: [number, number] = [padding, padding];
  const padded = padding > 0 && !same ? (tf.pad(x, [[0, 0], sides, sides, [0, 0]]) as tf.Tensor4D) : x;
  const y = tf.conv2d(padded, weight, stride, same ? "same" : "valid");
  const bias = parameters.trainable.get(`${name}.bias`);
  return bias ? tf.add(y, bias) : y;
}
