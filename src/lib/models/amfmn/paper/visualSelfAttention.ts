// MVSA as the paper has it (eqs 6–9 and 14–19). It differs from the released one in what the two scales are made
// of, in a PReLU after each of their convolutions, and in an L2 normalization before the gate.
import * as tf from "@tensorflow/tfjs-core";
import { convolution, createConvolution } from "../../../nn/convolution.js";
import { createLinear, linear } from "../../../nn/linear.js";
import { createPrelu, l2Normalize, prelu } from "../../../nn/normalize.js";
import type { Parameters } from "../../../nn/parameters.js";
import type { FeatureMaps } from "../../../nn/resnet.js";
import { upsample2x } from "../../../nn/upsample.js";
import {
  gatedAttention,
  type VisualSelfAttention,
  type VisualSelfAttentionShape,
} from "../released/visualSelfAttention.js";

/** The global feature alone, which the model without MVSA takes for the image. */
export function createGlobalFeature(parameters: Parameters, width: number, embedding: number): void {
  createLinear(parameters, "global", 8 * width, embedding);
}

export function createPaperVisualSelfAttention(
  parameters: Parameters,
  { width, imageSize, channels, embedding }: VisualSelfAttentionShape,
): void {
  createGlobalFeature(parameters, width, embedding);
  createConvolution(parameters, "mvsa.low", { size: 3, inputs: 7 * width, outputs: channels, bias: true });
  createPrelu(parameters, "mvsa.low_prelu");
  createConvolution(parameters, "mvsa.high", { size: 1, inputs: 12 * width, outputs: channels, bias: true });
  createPrelu(parameters, "mvsa.high_prelu");
  createConvolution(parameters, "mvsa.main", { size: 1, inputs: 2 * channels, outputs: 1, bias: true });
  createConvolution(parameters, "mvsa.gate", { size: 1, inputs: 2 * channels, outputs: 1, bias: true });
  createLinear(parameters, "mvsa.mask", (imageSize / 16) ** 2, embedding);
}

/**
 * The two scales (eqs 6–9): v⁽ˡ⁾ of the first three feature maps, v⁽ʰ⁾ of the last two, each brought to the size
 * of its finest map, m = size/16.
 *
 * @returns low [batch, 4m, 4m, 7·width] and high [batch, m, m, 12·width]
 */
export function multiscaleFeatures({ f1, f2, f3, f4 }: FeatureMaps): { low: tf.Tensor4D; high: tf.Tensor4D } {
  return {
    low: tf.concat([f1, upsample2x(f2), upsample2x(upsample2x(f3))], 3),
    high: tf.concat([f3, upsample2x(f4)], 3),
  };
}

/** The image's embedding as its salient mask filters it (eqs 14–19). */
export function paperVisualSelfAttention(parameters: Parameters, maps: FeatureMaps): VisualSelfAttention {
  const { low, high } = multiscaleFeatures(maps);
  const condensedLow = prelu(
    parameters,
    "mvsa.low_prelu",
    convolution(parameters, "mvsa.low", low, { stride: 4 }),
  );
  const condensedHigh = prelu(parameters, "mvsa.high_prelu", convolution(parameters, "mvsa.high", high));
  const both = tf.concat([condensedLow, condensedHigh], 3); // [batch, m, m, 2·channels]
  const withResidual = tf.add(both, tf.mean(condensedHigh, 3, true)) as tf.Tensor4D;
  const names = { main: "mvsa.main", gate: "mvsa.gate", mask: "mvsa.mask" };
  const solo = globalFeature(parameters, maps);
  return {
    condensed: withResidual,
    ...gatedAttention(parameters, names, l2Normalize(withResidual), solo),
  };
}

/** Without MVSA nothing is filtered: the maps show f₃'s mean activation, the mask is one everywhere. */
export function globalAttention(parameters: Parameters, maps: FeatureMaps): VisualSelfAttention {
  const condensed = tf.mean(maps.f3, 3, true) as tf.Tensor4D; // [batch, m, m, 1]
  const activation = tf.squeeze(condensed, [3]) as tf.Tensor3D;
  const embedding = globalFeature(parameters, maps);
  return {
    condensed,
    salientMap: activation,
    mainMap: activation,
    gateMap: tf.onesLike(activation),
    mask: tf.onesLike(embedding),
    embedding,
  };
}

function globalFeature(parameters: Parameters, { f4 }: FeatureMaps): tf.Tensor2D {
  return linear(parameters, "global", tf.mean(f4, [1, 2])); // [batch, embedding]
}
