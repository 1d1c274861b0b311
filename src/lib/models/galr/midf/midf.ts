// MIDF, the multilevel information dynamic fusion of an image's global and local vector.
import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../../../nn/dropout.js";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import { GuidedAttentionBlock, SelfAttentionBlock } from "./blocks.js";
import type { MidfShape } from "./tokenAttention.js";

/** The parts of MIDF that the paper, the released code and the ablations have or lack. */
export interface MidfParts {
  /** Each branch begins with a self-attention. */
  readonly selfAttention: boolean;
  /**
   * `sequential` guides the local branch by the global one, then the global branch by the new local one, as released.
   * `parallel` guides each by the other's self-attention, as the paper draws it. `none` leaves guidance out.
   */
  readonly guidance: "sequential" | "parallel" | "none";
  /** A guided attention begins with a self-attention, as released. */
  readonly guidedSelfAttention: boolean;
  /**
   * `one` weighs both terms alike, as released, so that the weight changes no cosine. `two` weighs them by γ₀ and γ₁, as
   * the paper has it.
   */
  readonly gammas: "one" | "two";
}

/** One block for each branch. */
export interface BlockPair<Block> {
  /** Of the local branch. */
  readonly local: Block;
  /** Of the global branch. */
  readonly global: Block;
}

/** Dropout of MIDF in training. */
export interface MidfDropout {
  /** Of attention and feed-forward blocks. */
  readonly blocks: Dropout;
  /** Of the layer before γ. */
  readonly gammas: Dropout;
}

/**
 * Fuses the two vectors of an image.
 *
 * @example
 * const shape = { embedding: 8, heads: 2, feedForward: 16, deadParts: false };
 * const parts = { selfAttention: true, guidance: "parallel", guidedSelfAttention: false, gammas: "two" } as const;
 * const midf = new Midf(new Parameters(1).at("fusion"), shape, parts);
 * console.log(midf.apply(tf.ones([3, 8]), tf.randomNormal([3, 8])).shape); // [3, 8]
 */
export class Midf implements ParameterOwner {
  readonly name: string;
  /** Self-attention of each branch; undefined without. */
  readonly selfAttention: BlockPair<SelfAttentionBlock> | undefined;
  /** Guided attention of each branch; undefined without. */
  readonly guidedAttention: BlockPair<GuidedAttentionBlock> | undefined;
  /** The two layers before the softmax of γ; undefined where γ changes no score and is left out. */
  readonly gammaLayers: readonly [Linear, Linear] | undefined;

  constructor(
    scope: Scope,
    shape: MidfShape,
    private readonly parts: MidfParts,
  ) {
    this.name = scope.name;
    const { embedding, deadParts } = shape;
    const { selfAttention, guidance, guidedSelfAttention, gammas } = parts;
    const self = (name: string) => new SelfAttentionBlock(scope.at(name), shape);
    const guided = (name: string) => new GuidedAttentionBlock(scope.at(name), shape, guidedSelfAttention);
    if (selfAttention) this.selfAttention = { local: self("l2l_SA"), global: self("g2g_SA") };
    if (guidance !== "none") this.guidedAttention = { local: guided("g2l_SGA"), global: guided("l2g_SGA") };
    if (gammas === "two" || deadParts) {
      this.gammaLayers = [
        new Linear(scope.at("dynamic_weight.0"), embedding, embedding),
        new Linear(scope.at("dynamic_weight.3"), embedding, 2),
      ];
    }
  }

  /** The layers that change no score. */
  get dead(): readonly ParameterOwner[] {
    const { selfAttention, guidedAttention, gammaLayers, parts } = this;
    const blocks = [selfAttention, guidedAttention].flatMap((pair) =>
      pair ? [pair.local, pair.global] : [],
    );
    return [...blocks.flatMap(({ dead }) => dead), ...(parts.gammas === "one" ? (gammaLayers ?? []) : [])];
  }

  /**
   * g' = σ(l) ⊙ g, l' = g + l, v = γ₀·g' + γ₁·l', with g and l after their attentions. Without different weights it
   * returns g' + l', which has the same direction.
   *
   * @param g [batch, embedding] @param l [batch, embedding]
   * @returns v, [batch, embedding]
   */
  apply(g: tf.Tensor2D, l: tf.Tensor2D, dropout?: MidfDropout): tf.Tensor2D {
    const [global, local] = this.attended(g, l, dropout?.blocks);
    const corrected = tf.mul(tf.sigmoid(local), global) as tf.Tensor2D;
    const supplemented = tf.add(global, local) as tf.Tensor2D;
    const sum = tf.add(corrected, supplemented) as tf.Tensor2D;
    if (this.parts.gammas === "one") return sum;
    const [gamma0, gamma1] = tf.split(this.gammas(sum, dropout?.gammas), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return tf.add(tf.mul(corrected, gamma0), tf.mul(supplemented, gamma1));
  }

  /**
   * Returns γ, the softmax over W₂·drop(σ(W₁·s)).
   *
   * @param sum s = g' + l', [batch, embedding] @returns [batch, 2], each row with the sum 1
   */
  private gammas(sum: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
    const [first, second] = this.gammaLayers!;
    const hidden = tf.sigmoid(first.apply(sum));
    return tf.softmax(second.apply(dropout ? dropout.apply(hidden) : hidden));
  }

  /** Returns g and l after self-attention and guided attention. */
  private attended(
    g: tf.Tensor2D,
    l: tf.Tensor2D,
    dropout: Dropout | undefined,
  ): [global: tf.Tensor2D, local: tf.Tensor2D] {
    const { selfAttention: self, guidedAttention: guided } = this;
    const global = self ? self.global.apply(g, dropout) : g;
    const local = self ? self.local.apply(l, dropout) : l;
    if (!guided) return [global, local];
    const guidedLocal = guided.local.apply(local, global, dropout);
    const guide = this.parts.guidance === "sequential" ? guidedLocal : local;
    return [guided.global.apply(global, guide, dropout), guidedLocal];
  }
}
