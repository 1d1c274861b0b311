// The contract of CLIP's two image towers.
import type * as tf from "@tensorflow/tfjs-core";
import type { AdapterShape } from "../../../nn/transformers/adapter.js";
import type { SelfAttention } from "../../../nn/transformers/selfAttention.js";

/** Turns normalized pixels into vectors of the joint embedding. */
export interface ImageTower {
  /** The attentions that low-rank adapters go to. */
  readonly attentions: readonly SelfAttention[];
  /** Adds low-rank adapters to the attentions. */
  adapt(adapters: AdapterShape): void;
  /** @param pixels normalized, [batch, size, size, 3] @returns [batch, embedding], of any length */
  apply(pixels: tf.Tensor4D, training: boolean): tf.Tensor2D;
}
