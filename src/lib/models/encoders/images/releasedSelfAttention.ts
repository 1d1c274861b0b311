// MVSA as released: coarse and fine feature maps are condensed into one small salient map.
import * as tf from "@tensorflow/tfjs-core";
import { Convolution } from "../../../nn/images/convolution.js";
import type { FeatureMaps } from "../../../nn/images/resnet.js";
import { upsample2x } from "../../../nn/images/upsample.js";
import { cutMap, type MapCorner } from "../../../nn/images/windowMaps.js";
import { Linear } from "../../../nn/linear.js";
import type { Parameters } from "../../../nn/parameters.js";
import { SalientGate, type VisualSelfAttention, type VisualSelfAttentionShape } from "./salientGate.js";

/**
 * MVSA of the released code (`mvsa.py`), with the names of its state dict.
 *
 * @example
 * const parameters = new Parameters(1);
 * const resnet = new ResNet18(parameters.at("resnet"), 4);
 * const shape = { width: 4, imageSize: 64, channels: 3, embedding: 8 };
 * const mvsa = new ReleasedVisualSelfAttention(parameters, shape);
 * const { embedding } = mvsa.apply(resnet.apply(tf.zeros([1, 64, 64, 3]), false));
 * console.log(embedding.shape); // [1, 8]
 */
export class ReleasedVisualSelfAttention {
  /** The layer of the global feature. */
  readonly solo: Linear;
  /** The convolution that condenses the fine maps. */
  readonly low: Convolution;
  /** The convolution that condenses the coarse maps. */
  readonly high: Convolution;
  /** The gate that makes the salient map and the mask. */
  readonly salient: SalientGate;

  constructor(parameters: Parameters, shape: VisualSelfAttentionShape) {
    const { width, channels, embedding } = shape;
    const mvsa = parameters.at("mvsa");
    const condensed = { outputs: channels, bias: true };
    this.solo = new Linear(parameters.at("extract_feature.linear"), 8 * width, embedding);
    this.low = new Convolution(mvsa.at("LF_conv"), { size: 3, inputs: 3 * width, stride: 4, ...condensed });
    this.high = new Convolution(mvsa.at("HF_conv"), { size: 1, inputs: 12 * width, ...condensed });
    const names = { main: "conv1x1_1", gate: "conv1x1_2", mask: "solo_attention" };
    this.salient = new SalientGate(mvsa, names, shape);
  }

  /** Returns the embedding and the maps on the way to it. */
  apply(maps: FeatureMaps): VisualSelfAttention {
    const solo = this.solo.apply(tf.mean(maps.f4, [1, 2])); // [batch, embedding]
    const condensed = this.condense(maps);
    return { condensed, ...this.salient.apply(condensed, solo) };
  }

  /**
   * Returns the same of squares of one picture. The maps of the picture are condensed once for all squares.
   *
   * @param maps of one picture
   * @param corners of the squares in pixels, multiples of 32
   * @param size height and width of a square in pixels
   */
  applyToWindows(maps: FeatureMaps, corners: readonly MapCorner[], size: number): VisualSelfAttention {
    const means: tf.Tensor2D = tf.mean(cutMap(maps.f4, 32, corners, size), [1, 2]); // [squares, 8·width]
    const condensed = cutMap(this.condense(maps), 16, corners, size); // [squares, m, m, 2·channels]
    return { condensed, ...this.salient.apply(condensed, this.solo.apply(means)) };
  }

  /** Returns both scales with the residual added, [batch, m, m, 2·channels]. */
  private condense({ f1, f2, f3, f4 }: FeatureMaps): tf.Tensor4D {
    const low = tf.tidy(() => {
      const fine = tf.concat([f1, upsample2x(f2)], 3); // [batch, 4m, 4m, 3·width]
      return this.low.apply(fine); // [batch, m, m, channels]
    });
    const high = tf.tidy(() => {
      const coarse = tf.concat([f3, upsample2x(f4)], 3); // [batch, m, m, 12·width]
      return this.high.apply(coarse); // [batch, m, m, channels]
    });
    const both = tf.concat([low, high], 3); // [batch, m, m, 2·channels]
    return tf.add(both, tf.mean(high, 3, true));
  }
}
