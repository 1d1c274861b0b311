// A convolution with PyTorch's padding.
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope } from "../parameters.js";

/** Sizes of a convolution. */
export interface ConvolutionShape {
  /** Height and width of the filters, in pixels. */
  readonly size: number;
  /** Channels of the input. */
  readonly inputs: number;
  /** Channels of the output. */
  readonly outputs: number;
  /** Adds a bias to each output channel; false by default. */
  readonly bias?: boolean;
  /** Step of the filters, in pixels; 1 by default. */
  readonly stride?: number;
  /** Zeros on each of the four sides, in pixels; 0 by default. */
  readonly padding?: number;
}

/**
 * A convolution as PyTorch's `nn.Conv2d` computes it. PyTorch pads all sides equally. TensorFlow's SAME pads other sides
 * at stride 2, so this class pads explicitly there.
 *
 * @example
 * const layer = new Convolution(new Parameters(1).at("conv"), { size: 3, inputs: 3, outputs: 8, padding: 1 });
 * console.log(layer.apply(tf.ones([1, 16, 16, 3])).shape); // [1, 16, 16, 8]
 */
export class Convolution implements ParameterOwner {
  readonly name: string;
  /** Filters, [size, size, inputs, outputs]; PyTorch stores [outputs, inputs, size, size]. */
  readonly weight: tf.Tensor4D;
  /** [outputs]; undefined for a convolution without bias. */
  readonly bias: tf.Tensor1D | undefined;
  private readonly stride: number;
  private readonly padding: number;

  constructor(
    scope: Scope,
    { size, inputs, outputs, bias = false, stride = 1, padding = 0 }: ConvolutionShape,
  ) {
    this.name = scope.name;
    this.stride = stride;
    this.padding = padding;
    // ResNet's convolutions start as He et al. say. Convolutions with a bias start with PyTorch's default.
    const bound = 1 / Math.sqrt(size * size * inputs);
    const initializer = bias
      ? ({ kind: "uniform", bound } as const)
      : ({ kind: "normal", deviation: Math.sqrt(2 / (size * size * outputs)) } as const);
    const weight = scope.weight("weight", [size, size, inputs, outputs], initializer, { axes: [3, 2, 0, 1] });
    this.weight = weight as tf.Tensor as tf.Tensor4D;
    if (bias)
      this.bias = scope.weight("bias", [outputs], { kind: "uniform", bound }) as tf.Tensor as tf.Tensor1D;
  }

  /** @param x [batch, height, width, inputs] @returns [batch, rows, columns, outputs] */
  apply(x: tf.Tensor4D): tf.Tensor4D {
    const { padding, stride, weight, bias } = this;
    const same = stride === 1 && padding > 0 && weight.shape[0] === 2 * padding + 1;
    const sides: [number, number] = [padding, padding];
    const padded = padding > 0 && !same ? (tf.pad(x, [[0, 0], sides, sides, [0, 0]]) as tf.Tensor4D) : x;
    const y = tf.conv2d(padded, weight, stride, same ? "same" : "valid");
    return bias ? tf.add(y, bias) : y;
  }
}
