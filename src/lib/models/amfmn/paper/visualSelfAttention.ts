// MVSA as the paper has it (eqs 6–9 and 14–19). The released MVSA combines other scales, and it lacks the PReLU after
// each convolution and the L2 normalization before the gate.
import * as tf from "@tensorflow/tfjs-core";
import { Convolution } from "../../../nn/images/convolution.js";
import type { FeatureMaps } from "../../../nn/images/resnet.js";
import { upsample2x } from "../../../nn/images/upsample.js";
import { Linear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { ParameterOwner, Parameters } from "../../../nn/parameters.js";
import { PRelu } from "../../../nn/prelu.js";
import {
  SalientGate,
  type VisualSelfAttention,
  type VisualSelfAttentionShape,
} from "../../encoders/images/salientGate.js";

/** Turns feature maps into an image's embedding, with all results on the way. */
export interface ImageHead {
  /** The layer of the global feature. */
  readonly solo: ParameterOwner;
  /** Returns the embedding and the maps on the way to it. */
  apply(maps: FeatureMaps): VisualSelfAttention;
}

/**
 * The image's embedding, filtered by its salient mask (eqs 14–19).
 *
 * @example
 * const parameters = new Parameters(1);
 * const resnet = new ResNet18(parameters.at("resnet"), 4);
 * const shape = { width: 4, imageSize: 64, channels: 3, embedding: 8 };
 * const mvsa = new PaperVisualSelfAttention(parameters, shape);
 * console.log(mvsa.apply(resnet.apply(tf.zeros([1, 64, 64, 3]), false)).mask.shape); // [1, 8]
 */
export class PaperVisualSelfAttention implements ImageHead {
  readonly solo: Linear;
  /** Condenses the fine scale. */
  readonly low: Convolution;
  /** Follows `low`. */
  readonly lowPRelu: PRelu;
  /** Condenses the coarse scale. */
  readonly high: Convolution;
  /** Follows `high`. */
  readonly highPRelu: PRelu;
  /** Makes the salient map and the mask. */
  readonly salient: SalientGate;

  constructor(parameters: Parameters, shape: VisualSelfAttentionShape) {
    const { width, channels, embedding } = shape;
    const mvsa = parameters.at("mvsa");
    const condensed = { outputs: channels, bias: true };
    this.solo = new Linear(parameters.at("global"), 8 * width, embedding);
    this.low = new Convolution(mvsa.at("low"), { size: 3, inputs: 7 * width, stride: 4, ...condensed });
    this.lowPRelu = new PRelu(mvsa.at("low_prelu"));
    this.high = new Convolution(mvsa.at("high"), { size: 1, inputs: 12 * width, ...condensed });
    this.highPRelu = new PRelu(mvsa.at("high_prelu"));
    this.salient = new SalientGate(mvsa, { main: "main", gate: "gate", mask: "mask" }, shape);
  }

  apply(maps: FeatureMaps): VisualSelfAttention {
    const { low, high } = multiscaleFeatures(maps);
    const condensedLow = this.lowPRelu.apply(this.low.apply(low)); // [batch, m, m, channels]
    const condensedHigh = this.highPRelu.apply(this.high.apply(high)); // [batch, m, m, channels]
    const both = tf.concat([condensedLow, condensedHigh], 3); // [batch, m, m, 2·channels]
    const condensed = tf.add(both, tf.mean(condensedHigh, 3, true)) as tf.Tensor4D;
    const solo = globalFeature(this.solo, maps);
    return { condensed, ...this.salient.apply(l2Normalize(condensed), solo) };
  }
}

/** The ablation without MVSA. Its maps show f₃'s mean activation, and its mask is one everywhere. */
export class GlobalFeature implements ImageHead {
  readonly solo: Linear;

  constructor(parameters: Parameters, { width, embedding }: VisualSelfAttentionShape) {
    this.solo = new Linear(parameters.at("global"), 8 * width, embedding);
  }

  apply(maps: FeatureMaps): VisualSelfAttention {
    const condensed = tf.mean(maps.f3, 3, true) as tf.Tensor4D; // [batch, m, m, 1]
    const activation = tf.squeeze(condensed, [3]) as tf.Tensor3D;
    const embedding = globalFeature(this.solo, maps);
    return {
      condensed,
      salientMap: activation,
      mainMap: activation,
      gateMap: tf.onesLike(activation),
      mask: tf.onesLike(embedding),
      embedding,
    };
  }
}

/**
 * Combines feature maps into two scales (eqs 6–9), each at the size of its finest map, with m = imageSize/16.
 *
 * @returns low [batch, 4m, 4m, 7·width] and high [batch, m, m, 12·width]
 */
export function multiscaleFeatures({ f1, f2, f3, f4 }: FeatureMaps): { low: tf.Tensor4D; high: tf.Tensor4D } {
  return {
    low: tf.concat([f1, upsample2x(f2), upsample2x(upsample2x(f3))], 3),
    high: tf.concat([f3, upsample2x(f4)], 3),
  };
}

function globalFeature(solo: Linear, { f4 }: FeatureMaps): tf.Tensor2D {
  return solo.apply(tf.mean(f4, [1, 2])); // [batch, embedding]
}
