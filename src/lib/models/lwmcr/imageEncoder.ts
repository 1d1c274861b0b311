// The image encoder of LW-MCR: two maps of SqueezeNet, the products of their channels, and two attention blocks over these
// products.
import * as tf from "@tensorflow/tfjs-core";
import { BatchNorm } from "../../nn/images/batchNorm.js";
import { Convolution, type ConvolutionShape } from "../../nn/images/convolution.js";
import { maxPool } from "../../nn/images/maxPool.js";
import { upsample2x } from "../../nn/images/upsample.js";
import { Linear } from "../../nn/linear.js";
import { l2Normalize } from "../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../nn/parameters.js";
import { PRelu } from "../../nn/prelu.js";
import { type Dropout, drop } from "./dropout.js";
import type { LwMcrOptions } from "./options.js";
import { SqueezeNet } from "./squeezeNet.js";

/** A convolution with batch normalization and ReLU. */
class Transition implements ParameterOwner {
  readonly name: string;
  private readonly convolution: Convolution;
  private readonly norm: BatchNorm;

  /** @param first index of the convolution in PyTorch's `nn.Sequential` */
  constructor(scope: Scope, first: number, shape: ConvolutionShape) {
    this.name = scope.name;
    this.convolution = new Convolution(scope.at(String(first)), { ...shape, bias: true });
    this.norm = new BatchNorm(scope.at(String(first + 1)), shape.outputs);
  }

  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.relu(this.norm.apply(this.convolution.apply(x), training));
  }
}

/**
 * A 3×3 convolution with stride 2, batch normalization and PReLU. The result is multiplied by an attention over channels,
 * then by one over places.
 */
class AttentionBlock {
  /** The layers that own its parameters. */
  readonly owners: readonly ParameterOwner[];
  private readonly convolution: Convolution;
  private readonly norm: BatchNorm;
  private readonly activation: PRelu;
  private readonly down: Convolution;
  private readonly up: Convolution;
  private readonly places: Convolution;

  /** @param scope returns the place of a part, such as `extract_feature.ISA_1_c` */
  constructor(scope: (part: string) => Scope, inputs: number, outputs: number) {
    const shape = { size: 3, stride: 2, padding: 1, inputs, outputs, bias: true };
    this.convolution = new Convolution(scope("c"), shape);
    this.norm = new BatchNorm(scope("b"), outputs);
    this.activation = new PRelu(scope("p"));
    this.owners = ["c", "b", "p", "ca", "sa"].map(scope);
    const fc = scope("ca").at("fc");
    this.down = new Convolution(fc.at("0"), { size: 1, inputs: outputs, outputs: outputs / 4 });
    this.up = new Convolution(fc.at("2"), { size: 1, inputs: outputs / 4, outputs });
    this.places = new Convolution(scope("sa").at("conv1"), { size: 7, padding: 3, inputs: 2, outputs: 1 });
  }

  /** @param x [batch, side, side, inputs] @returns [batch, side/2, side/2, outputs] */
  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    const y = this.activation.apply(this.norm.apply(this.convolution.apply(x), training));
    const seen = tf.mul(y, this.channelAttention(y)) as tf.Tensor4D;
    return tf.mul(seen, this.placeAttention(seen));
  }

  /** σ(f(mean) + f(max)) over places, [batch, 1, 1, channels]. */
  private channelAttention(x: tf.Tensor4D): tf.Tensor4D {
    const f = (pooled: tf.Tensor) => this.up.apply(tf.relu(this.down.apply(pooled as tf.Tensor4D)));
    return tf.sigmoid(tf.add(f(tf.mean(x, [1, 2], true)), f(tf.max(x, [1, 2], true))));
  }

  /** σ of a convolution over mean and maximum of the channels, [batch, side, side, 1]. */
  private placeAttention(x: tf.Tensor4D): tf.Tensor4D {
    const both = tf.concat([tf.mean(x, 3, true), tf.max(x, 3, true)], 3) as tf.Tensor4D;
    return tf.sigmoid(this.places.apply(both));
  }
}

/** Encodes images. Parameter names are those of the authors' state dict. */
export class LwMcrImageEncoder {
  readonly trunk: SqueezeNet;
  readonly lower: Transition;
  readonly higher: Transition;
  readonly first: AttentionBlock;
  readonly second: AttentionBlock;
  readonly out: Linear;
  private readonly dropout: number;

  constructor(scope: Scope, { width: w, embedding, imageDropout }: LwMcrOptions) {
    this.trunk = new SqueezeNet(scope.at("backbone"), w);
    this.lower = new Transition(scope.at("lower_trans"), 0, {
      ...{ size: 3, stride: 2, padding: 1, inputs: 2 * w, outputs: w },
    });
    this.higher = new Transition(scope.at("higher_trans"), 1, {
      ...{ size: 1, padding: 1, inputs: 8 * w, outputs: w },
    });
    this.first = new AttentionBlock((part) => scope.at(`ISA_1_${part}`), 1, 4);
    this.second = new AttentionBlock((part) => scope.at(`ISA_2_${part}`), 4, 8);
    this.out = new Linear(scope.at("fc"), 8 * (w / 8) ** 2, embedding);
    this.dropout = imageDropout;
  }

  /**
   * @param pixels [batch, size, size, 3], normalized by ImageNet's mean and deviation
   * @returns [batch, embedding], of length 1
   */
  encode(pixels: tf.Tensor4D, training: boolean, dropoutSeed?: number): tf.Tensor2D {
    return tf.tidy(() => {
      const rate = dropoutSeed === undefined ? 0 : this.dropout;
      const dropped = (x: tf.Tensor4D, stream: number) =>
        rate > 0 ? drop(x, { rate, seed: dropoutSeed!, stream } satisfies Dropout) : x;
      const first = this.first.apply(this.products(pixels, training), training); // [batch, w/2, w/2, 4]
      const second = this.second.apply(dropped(maxPool(first, 2, 2), 1), training); // [batch, w/8, w/8, 8]
      // PyTorch flattens channel by channel.
      const flat = tf.reshape(tf.transpose(dropped(second, 2), [0, 3, 1, 2]), [pixels.shape[0], -1]);
      return l2Normalize(this.out.apply(flat as tf.Tensor2D));
    });
  }

  /**
   * The mean product of each channel of the lower and each of the higher map, as a root, with columns of length 1.
   *
   * @returns [batch, w, w, 1]: rows are channels of the lower map
   */
  private products(pixels: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.tidy(() => {
      const { low, high } = this.trunk.apply(pixels);
      const a = this.lower.apply(low, training); // [batch, size/8, size/8, w]
      const b = this.higher.apply(upsample2x(high), training); // the same
      const [batch, side, , w] = a.shape;
      const flat = (x: tf.Tensor4D) => tf.reshape(x, [batch, side * side, w]) as tf.Tensor3D;
      const mean = tf.div(tf.matMul(flat(a), flat(b), true, false), side * side);
      const root = tf.sqrt(tf.add(mean, 1e-5));
      const unit = tf.div(root, tf.sqrt(tf.sum(tf.square(root), 1, true)));
      return tf.reshape(unit, [batch, w, w, 1]);
    });
  }
}
