// SqueezeNet 1.1 without its classifier (Iandola et al., 2016), in two parts.
import * as tf from "@tensorflow/tfjs-core";
import { Convolution } from "../../nn/images/convolution.js";
import { maxPool } from "../../nn/images/maxPool.js";
import type { ParameterOwner, Scope } from "../../nn/parameters.js";

/** The outputs of the two parts. */
export interface SqueezeNetMaps {
  /** [batch, size/4 − 1, size/4 − 1, 2·width] */
  readonly low: tf.Tensor4D;
  /** [batch, size/16 − 1, size/16 − 1, 8·width] */
  readonly high: tf.Tensor4D;
}

/** A squeezing 1×1 convolution, then a 1×1 and a 3×3 convolution side by side. ReLU follows each of them. */
class Fire implements ParameterOwner {
  readonly name: string;
  private readonly squeeze: Convolution;
  private readonly narrow: Convolution;
  private readonly wide: Convolution;

  constructor(scope: Scope, inputs: number, squeezed: number, outputs: number) {
    this.name = scope.name;
    const expand = { inputs: squeezed, outputs: outputs / 2, bias: true };
    this.squeeze = new Convolution(scope.at("squeeze"), { size: 1, inputs, outputs: squeezed, bias: true });
    this.narrow = new Convolution(scope.at("expand1x1"), { size: 1, ...expand });
    this.wide = new Convolution(scope.at("expand3x3"), { size: 3, padding: 1, ...expand });
  }

  apply(x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const squeezed = tf.relu(this.squeeze.apply(x));
      return tf.relu(tf.concat([this.narrow.apply(squeezed), this.wide.apply(squeezed)], 3));
    });
  }
}

/** The trunk of the image encoder, with a configurable width. Parameter names are those of the authors' state dict. */
export class SqueezeNet implements ParameterOwner {
  readonly name: string;
  private readonly first: Convolution;
  private readonly lowFires: readonly Fire[];
  /** The fires between two poolings. */
  private readonly highFires: readonly (readonly Fire[])[];

  /** @param width channels of the first convolution, 64 in SqueezeNet */
  constructor(scope: Scope, width: number) {
    this.name = scope.name;
    const [low, high] = [scope.at("conv_1"), scope.at("conv_2")];
    const w = width;
    this.first = new Convolution(low.at("0"), { size: 3, inputs: 3, outputs: w, stride: 2, bias: true });
    this.lowFires = [new Fire(low.at("3"), w, w / 4, 2 * w), new Fire(low.at("4"), 2 * w, w / 4, 2 * w)];
    this.highFires = [
      [new Fire(high.at("1"), 2 * w, w / 2, 4 * w), new Fire(high.at("2"), 4 * w, w / 2, 4 * w)],
      [
        new Fire(high.at("4"), 4 * w, (3 * w) / 4, 6 * w),
        new Fire(high.at("5"), 6 * w, (3 * w) / 4, 6 * w),
        new Fire(high.at("6"), 6 * w, w, 8 * w),
        new Fire(high.at("7"), 8 * w, w, 8 * w),
      ],
    ];
  }

  /**
   * Returns the maps of both parts. The sides of the maps are odd before each pooling, so whole windows cover them, and
   * PyTorch's `ceil_mode` makes no difference.
   *
   * @param pixels [batch, size, size, 3], normalized by ImageNet's mean and deviation; a multiple of 16 pixels
   */
  apply(pixels: tf.Tensor4D): SqueezeNetMaps {
    const [low, high] = tf.tidy(() => {
      const stem = maxPool(tf.relu(this.first.apply(pixels)), 3, 2);
      const lower = through(this.lowFires, stem);
      const higher = this.highFires.reduce((x, fires) => through(fires, maxPool(x, 3, 2)), lower);
      return [lower, higher];
    });
    return { low: low!, high: high! };
  }
}

function through(fires: readonly Fire[], x: tf.Tensor4D): tf.Tensor4D {
  return fires.reduce((input, fire) => fire.apply(input), x);
}
