// The end of multiscale visual self-attention (MVSA), which paper and released code share.
import * as tf from "@tensorflow/tfjs-core";
import { Convolution } from "../../../nn/images/convolution.js";
import { Linear } from "../../../nn/linear.js";
import type { Scope } from "../../../nn/parameters.js";
import type { AttentionStages } from "../../contract/capabilities.js";

/** All results of MVSA on the way to the image's embedding. */
export interface VisualSelfAttention extends AttentionStages {
  /** Both condensed scales with the residual added, [batch, m, m, 2·channels]; low-level channels come first. */
  readonly condensed: tf.Tensor4D;
}

/** Sizes of MVSA. */
export interface VisualSelfAttentionShape {
  /** Channels of ResNet18's first stage. */
  readonly width: number;
  /** Height and width of the images in pixels, a multiple of 32. */
  readonly imageSize: number;
  /** Channels of each condensed scale, 3 as released. */
  readonly channels: number;
  /** Length of the embedding. */
  readonly embedding: number;
}

/**
 * main ⊙ σ(gate) is the salient map. Its cells become a mask over the channels of the global feature (eqs 17–19).
 *
 * @example
 * const names = { main: "main", gate: "gate", mask: "mask" };
 * const shape = { width: 4, imageSize: 64, channels: 3, embedding: 8 };
 * const gate = new SalientGate(new Parameters(1).at("mvsa"), names, shape);
 * console.log(gate.apply(tf.ones([1, 4, 4, 6]), tf.ones([1, 8])).salientMap.shape); // [1, 4, 4]
 */
export class SalientGate {
  /** The convolution of the main map. */
  readonly main: Convolution;
  /** The convolution of the gate. */
  readonly gate: Convolution;
  /** The layer from the salient map to the mask. */
  readonly mask: Linear;

  /** @param names of the two convolutions and of the linear layer, below the scope */
  constructor(
    scope: Scope,
    names: { readonly main: string; readonly gate: string; readonly mask: string },
    { imageSize, channels, embedding }: VisualSelfAttentionShape,
  ) {
    const shape = { size: 1, inputs: 2 * channels, outputs: 1, bias: true };
    this.main = new Convolution(scope.at(names.main), shape);
    this.gate = new Convolution(scope.at(names.gate), shape);
    this.mask = new Linear(scope.at(names.mask), (imageSize / 16) ** 2, embedding);
  }

  /**
   * Returns the maps, the mask and the masked embedding.
   * @param scales the input of both convolutions, [batch, m, m, 2·channels]
   * @param solo the global feature, [batch, embedding]
   */
  apply(scales: tf.Tensor4D, solo: tf.Tensor2D): AttentionStages {
    const [batch, side] = scales.shape;
    const main = this.main.apply(scales); // [batch, m, m, 1]
    const gate = tf.sigmoid(this.gate.apply(scales)); // [batch, m, m, 1]
    const gated = tf.mul(main, gate);
    const mask = tf.sigmoid(this.mask.apply(tf.reshape(gated, [batch, side * side]))); // [batch, embedding]
    const flat = (map: tf.Tensor) => tf.reshape(map, [batch, side, side]) as tf.Tensor3D;
    return {
      salientMap: flat(gated),
      mainMap: flat(main),
      gateMap: flat(gate),
      mask,
      embedding: tf.mul(mask, solo),
    };
  }
}
