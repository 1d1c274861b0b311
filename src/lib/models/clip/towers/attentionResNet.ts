// OpenAI's ResNet with attention pooling: three convolutions in the stem, average pooling before each convolution that
// would stride, and one attention instead of the last average.
import * as tf from "@tensorflow/tfjs-core";
import { BatchNorm } from "../../../nn/images/batchNorm.js";
import { Convolution, type ConvolutionShape } from "../../../nn/images/convolution.js";
import type { Scope } from "../../../nn/parameters.js";
import type { ClipOptions } from "../options.js";
import { AttentionPool } from "./attentionPool.js";
import type { ImageTower } from "./imageTower.js";

/** A convolution without bias, and its normalization. */
type Normed = readonly [Convolution, BatchNorm];

/** The image tower of CLIP's RN50. Low-rank adapters do not fit its convolutions. */
export class AttentionResNet implements ImageTower {
  readonly attentions = [];
  private readonly stem: readonly Normed[];
  private readonly blocks: readonly Bottleneck[];
  private readonly pool: AttentionPool;

  constructor(scope: Scope, { width, imageLayers, imageSize, imageHeads, embedding }: ClipOptions) {
    const half = width / 2;
    const shape = { size: 3, padding: 1 };
    this.stem = [
      normed(scope, "conv1", "bn1", { ...shape, inputs: 3, outputs: half, stride: 2 }),
      normed(scope, "conv2", "bn2", { ...shape, inputs: half, outputs: half }),
      normed(scope, "conv3", "bn3", { ...shape, inputs: half, outputs: width }),
    ];
    let inputs = width;
    this.blocks = imageLayers.flatMap((count, stage) =>
      Array.from({ length: count }, (_, i) => {
        const inner = width * 2 ** stage;
        const stride = i === 0 && stage > 0 ? 2 : 1;
        const block = new Bottleneck(scope.at(`layer${stage + 1}.${i}`), inputs, inner, stride);
        inputs = inner * expansion;
        return block;
      }),
    );
    const side = imageSize / 32;
    this.pool = new AttentionPool(scope.at("attnpool"), {
      side,
      width: inputs,
      heads: imageHeads,
      outputs: embedding,
    });
  }

  adapt(): void {}

  apply(pixels: tf.Tensor4D, training: boolean): tf.Tensor2D {
    const maps = tf.tidy(() => {
      const stem = this.stem.reduce((x, part) => tf.tidy(() => tf.relu(applied(part, x, training))), pixels);
      return this.blocks.reduce((x, block) => block.apply(x, training), halved(stem, 2));
    });
    return this.pool.apply(maps);
  }
}

const expansion = 4;

/** Three convolutions with a shortcut. Average pooling replaces strides. */
class Bottleneck {
  private readonly first: Normed;
  private readonly second: Normed;
  private readonly third: Normed;
  private readonly downsample: Normed | undefined;

  constructor(
    scope: Scope,
    inputs: number,
    inner: number,
    private readonly stride: number,
  ) {
    const outputs = inner * expansion;
    this.first = normed(scope, "conv1", "bn1", { size: 1, inputs, outputs: inner });
    this.second = normed(scope, "conv2", "bn2", { size: 3, inputs: inner, outputs: inner, padding: 1 });
    this.third = normed(scope, "conv3", "bn3", { size: 1, inputs: inner, outputs });
    if (stride > 1 || inputs !== outputs)
      this.downsample = normed(scope.at("downsample"), "0", "1", { size: 1, inputs, outputs });
  }

  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    return tf.tidy(() => {
      const first = tf.relu(applied(this.first, x, training));
      const second = halved(tf.relu(applied(this.second, first, training)), this.stride);
      const third = applied(this.third, second, training);
      const shortcut = this.downsample ? applied(this.downsample, halved(x, this.stride), training) : x;
      return tf.relu(tf.add(third, shortcut)) as tf.Tensor4D;
    });
  }
}

function normed(scope: Scope, convolution: string, norm: string, shape: ConvolutionShape): Normed {
  return [new Convolution(scope.at(convolution), shape), new BatchNorm(scope.at(norm), shape.outputs)];
}

function applied([convolution, norm]: Normed, x: tf.Tensor4D, training: boolean): tf.Tensor4D {
  return norm.apply(convolution.apply(x), training);
}

function halved(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  return stride > 1 ? tf.avgPool(x, stride, stride, "valid") : x;
}
