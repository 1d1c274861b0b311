// MVSA, the multiscale visual self-attention as released: coarse and fine feature maps are condensed into one
// small map whose gated values say, channel by channel, what of the image is salient.
import * as tf from "@tensorflow/tfjs-core";
import { convolution, createConvolution } from "./convolution.js";
import { createLinear, linear } from "./linear.js";
import type { Parameters } from "./parameters.js";
import type { FeatureMaps } from "./resnet.js";
import { doubled } from "./upsample.js";

export interface VisualSelfAttentionShape {
  /** Channels of ResNet18's first stage. */
  readonly width: number;
  /** Height and width of the images in pixels, a multiple of 32. */
  readonly imageSize: number;
  /** Channels that each scale is condensed to, 3 as released. */
  readonly channels: number;
  readonly embedding: number;
}

/** What the attention computes on its way, for whoever wants to look at it. */
export interface VisualSelfAttention {
  /** Both scales condensed, the coarse one's channels first, with the residual added, [batch, m, m, 2·channels]. */
  readonly condensed: tf.Tensor4D;
  /** Gated map before it becomes a mask over channels, [batch, m, m] with m = size/16. */
  readonly salientMap: tf.Tensor3D;
  /** The main convolution's map, [batch, m, m]. */
  readonly mainMap: tf.Tensor3D;
  /** The gate, in (0, 1), [batch, m, m]. */
  readonly gateMap: tf.Tensor3D;
  /** The salient mask over embedding channels, in (0, 1), [batch, embedding]. */
  readonly mask: tf.Tensor2D;
  /** The image's embedding, mask ⊙ solo, [batch, embedding]. */
  readonly embedding: tf.Tensor2D;
}

export function createVisualSelfAttention(parameters: Parameters, shape: VisualSelfAttentionShape): void {
  const { width, imageSize, channels, embedding } = shape;
  createLinear(parameters, "extract_feature.linear", 8 * width, embedding);
  createConvolution(parameters, "mvsa.LF_conv", {
    size: 3,
    inputs: 3 * width,
    outputs: channels,
    bias: true,
  });
  createConvolution(parameters, "mvsa.HF_conv", {
    size: 1,
    inputs: 12 * width,
    outputs: channels,
    bias: true,
  });
  createConvolution(parameters, "mvsa.conv1x1_1", { size: 1, inputs: 2 * channels, outputs: 1, bias: true });
  createConvolution(parameters, "mvsa.conv1x1_2", { size: 1, inputs: 2 * channels, outputs: 1, bias: true });
  createLinear(parameters, "mvsa.solo_attention", (imageSize / 16) ** 2, embedding);
}

export function visualSelfAttention(
  parameters: Parameters,
  { f1, f2, f3, f4 }: FeatureMaps,
): VisualSelfAttention {
  const [batch, side] = f3.shape;
  const solo = linear(parameters, "extract_feature.linear", tf.mean(f4, [1, 2])); // [batch, embedding]
  const lower = tf.concat([f1, doubled(f2)], 3); // [batch, 4m, 4m, 3·width]
  const higher = tf.concat([f3, doubled(f4)], 3); // [batch, m, m, 12·width]
  const lowCondensed = convolution(parameters, "mvsa.LF_conv", lower, { stride: 4 }); // [batch, m, m, channels]
  const highCondensed = convolution(parameters, "mvsa.HF_conv", higher); // [batch, m, m, channels]
  const both = tf.concat([lowCondensed, highCondensed], 3);
  const withResidual = tf.add(both, tf.mean(highCondensed, 3, true)) as tf.Tensor4D; // [batch, m, m, 2·channels]
  const main = convolution(parameters, "mvsa.conv1x1_1", withResidual);
  const gate = tf.sigmoid(convolution(parameters, "mvsa.conv1x1_2", withResidual));
  const gated = tf.mul(main, gate); // [batch, m, m, 1]
  const mask = tf.sigmoid(linear(parameters, "mvsa.solo_attention", tf.reshape(gated, [batch, side * side])));
  const flat = (map: tf.Tensor) => tf.reshape(map, [batch, side, side]) as tf.Tensor3D;
  return {
    condensed: withResidual,
    salientMap: flat(gated),
    mainMap: flat(main),
    gateMap: flat(gate),
    mask,
    embedding: tf.mul(mask, solo),
  };
}
