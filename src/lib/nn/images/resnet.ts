// ResNet18 without its classifier (He et al., 2016).
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope } from "../parameters.js";
import { BatchNorm } from "./batchNorm.js";
import { Convolution, type ConvolutionShape } from "./convolution.js";
import { maxPool } from "./maxPool.js";

/** Pixels of a cell of the coarsest map. */
export const trunkStride = 32;

/** The outputs of the four stages. Each is half as high and wide as the one before, and twice as deep. */
export interface FeatureMaps {
  /** [batch, size/4, size/4, width] */
  readonly f1: tf.Tensor4D;
  /** [batch, size/8, size/8, 2·width] */
  readonly f2: tf.Tensor4D;
  /** [batch, size/16, size/16, 4·width] */
  readonly f3: tf.Tensor4D;
  /** [batch, size/32, size/32, 8·width] */
  readonly f4: tf.Tensor4D;
}

/**
 * The trunk of the image encoders, with a configurable width. Parameter names are those of torchvision's state dict.
 * The trunk frees the inner values of a block as soon as the next block has been computed, unless a gradient needs them.
 *
 * @example
 * const trunk = new ResNet18(new Parameters(1).at("resnet"), 8);
 * const { f1, f4 } = trunk.apply(tf.ones([1, 64, 64, 3]), false);
 * console.log(f1.shape, f4.shape); // [1, 16, 16, 8] [1, 2, 2, 64]
 */
export class ResNet18 implements ParameterOwner {
  readonly name: string;
  /** The stem's parts, for a summary. */
  readonly stem: readonly [Convolution, BatchNorm];
  /** The four residual stages. */
  readonly stages: readonly ResidualStage[];

  /** @param width channels of the first stage, 64 in ResNet18 */
  constructor(scope: Scope, width: number) {
    this.name = scope.name;
    this.stem = convolutionWithNorm(scope, "conv1", "bn1", {
      size: 7,
      inputs: 3,
      outputs: width,
      stride: 2,
      padding: 3,
    });
    this.stages = [1, 2, 3, 4].map((stage) => new ResidualStage(scope.at(`layer${stage}`), stage, width));
  }

  /**
   * Returns the feature maps of the four stages.
   * @param pixels `[batch, size, size, 3]`, normalized by ImageNet's mean and deviation
   */
  apply(pixels: tf.Tensor4D, training: boolean): FeatureMaps {
    const [f1, f2, f3, f4] = tf.tidy(() => {
      let x = this.applyStem(pixels, training);
      return this.stages.map((stage) => {
        x = stage.apply(x, training);
        return x;
      });
    });
    return { f1: f1!, f2: f2!, f3: f3!, f4: f4! };
  }

  /**
   * ReLU follows the pooling, where it has a quarter of the work. The maximum of rectified numbers is the rectified
   * maximum, so the result is the same. For the same reason the padding may be zeros.
   *
   * @returns [batch, size/4, size/4, width]
   */
  private applyStem(pixels: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.tidy(() => {
      const padded = tf.tidy(() => {
        const sides: [number, number] = [1, 1];
        const normal = applyWithNorm(this.stem, pixels, training);
        return tf.pad(normal, [[0, 0], sides, sides, [0, 0]]) as tf.Tensor4D;
      });
      return tf.relu(maxPool(padded, 3, 2));
    });
  }
}

/**
 * Two residual blocks. All stages but the first halve the height and width in their first block.
 *
 * @example
 * const stage = new ResidualStage(new Parameters(1).at("layer2"), 2, 8);
 * console.log(stage.apply(tf.ones([1, 16, 16, 8]), false).shape); // [1, 8, 8, 16]
 */
export class ResidualStage implements ParameterOwner {
  readonly name: string;
  private readonly blocks: readonly BasicBlock[];

  constructor(scope: Scope, stage: number, width: number) {
    this.name = scope.name;
    const outputs = width * 2 ** (stage - 1);
    const shrinks = stage > 1;
    this.blocks = [
      new BasicBlock(scope.at("0"), shrinks ? outputs / 2 : outputs, outputs, shrinks ? 2 : 1),
      new BasicBlock(scope.at("1"), outputs, outputs, 1),
    ];
  }

  /** Returns the feature maps of the stage. */
  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.tidy(() => this.blocks.reduce((input, block) => block.apply(input, training), x));
  }
}

/** relu(residual(x) + shortcut(x)), where the residual has two 3×3 convolutions. */
class BasicBlock {
  private readonly first: readonly [Convolution, BatchNorm];
  private readonly second: readonly [Convolution, BatchNorm];
  private readonly downsample: readonly [Convolution, BatchNorm] | undefined;

  constructor(scope: Scope, inputs: number, outputs: number, stride: number) {
    this.first = convolutionWithNorm(scope, "conv1", "bn1", { size: 3, inputs, outputs, stride, padding: 1 });
    this.second = convolutionWithNorm(scope, "conv2", "bn2", {
      size: 3,
      inputs: outputs,
      outputs,
      padding: 1,
    });
    if (stride > 1)
      this.downsample = convolutionWithNorm(scope.at("downsample"), "0", "1", {
        size: 1,
        inputs,
        outputs,
        stride,
      });
  }

  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.tidy(() => {
      const residual = tf.tidy(() => {
        const middle = tf.tidy(() => tf.relu(applyWithNorm(this.first, x, training)));
        return applyWithNorm(this.second, middle, training);
      });
      const shortcut = this.downsample ? applyWithNorm(this.downsample, x, training) : x;
      return tf.relu(tf.add(residual, shortcut) as tf.Tensor4D);
    });
  }
}

function convolutionWithNorm(
  scope: Scope,
  convolution: string,
  norm: string,
  shape: ConvolutionShape,
): readonly [Convolution, BatchNorm] {
  return [new Convolution(scope.at(convolution), shape), new BatchNorm(scope.at(norm), shape.outputs)];
}

function applyWithNorm(
  [convolution, norm]: readonly [Convolution, BatchNorm],
  x: tf.Tensor4D,
  training: boolean,
): tf.Tensor4D {
  return tf.tidy(() => norm.apply(convolution.apply(x), training));
}
