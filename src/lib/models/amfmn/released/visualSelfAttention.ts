// MVSA, the multiscale visual self-attention as released: coarse and fine feature maps are condensed into one
// small map whose gated values say, channel by channel, what of the image is salient.
import * as tf from "@tensorflow/tfjs-core";
import { convolution, createConvolution } from "../../../nn/convolution.js";
import { createLinear, linear } from "../../../nn/linear.js";
import type { Parameters } from "../../../nn/parameters.js";
import type { FeatureMaps } from "../../../nn/resnet.js";
import { upsample2x } from "../../../nn/upsample.js";

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
  const solo = linear(parameters, "extract_feature.linear", tf.mean(f4, [1, 2])); // [batch, embedding]
  const lowCondensed = tf.tidy(() => {
    const lower = tf.concat([f1, upsample2x(f2)], 3); // [batch, 4m, 4m, 3·width]
    return convolution(parameters, "mvsa.LF_conv", lower, { stride: 4 }); // [batch, m, m, channels]
  });
  const highCondensed = tf.tidy(() => {
    const higher = tf.concat([f3, upsample2x(f4)], 3); // [batch, m, m, 12·width]
    return convolution(parameters, "mvsa.HF_conv", higher); // [batch, m, m, channels]
  });
  const both = tf.concat([lowCondensed, highCondensed], 3);
  const withResidual = tf.add(both, tf.mean(highCondensed, 3, true)) as tf.Tensor4D; // [batch, m, m, 2·channels]
  const names = { main: "mvsa.conv1x1_1", gate: "mvsa.conv1x1_2", mask: "mvsa.solo_attention" };
  return { condensed: withResidual, ...gatedAttention(parameters, names, withResidual, solo) };
}

/**
 * From the condensed scales to the embedding: main ⊙ σ(gate) is the salient map, whose cells become a mask over
 * the channels of the image's global feature.
 *
 * @param names of the main and the gate convolution, and of the mask's linear layer
 * @param scales what both convolutions read, [batch, m, m, 2·channels]
 * @param solo the global feature, [batch, embedding]
 */
export function gatedAttention(
  parameters: Parameters,
  names: { readonly main: string; readonly gate: string; readonly mask: string },
  scales: tf.Tensor4D,
  solo: tf.Tensor2D,
): Omit<VisualSelfAttention, "condensed"> {
  const [batch, side] = scales.shape;
  const main = convolution(parameters, names.main, scales); // [batch, m, m, 1]
  const gate = tf.sigmoid(convolution(parameters, names.gate, scales));
  const gated = tf.mul(main, gate);
  const mask = tf.sigmoid(linear(parameters, names.mask, tf.reshape(gated, [batch, side * side])));
  const flat = (map: tf.Tensor) => tf.reshape(map, [batch, side, side]) as tf.Tensor3D;
  return {
    salientMap: flat(gated),
    mainMap: flat(main),
    gateMap: flat(gate),
    mask,
    embedding: tf.mul(mask, solo),
  };
}
