// The two blocks of MIDF: self-attention (SA) and self-guided attention (SGA).
import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../../../nn/dropout.js";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import { DeviationNorm } from "./deviationNorm.js";
import { type MidfShape, TokenAttention } from "./tokenAttention.js";

/** FF(x) = W₂·drop(ReLU(W₁·x)). */
class FeedForward {
  private readonly first: Linear;
  private readonly second: Linear;

  constructor(scope: Scope, { embedding, feedForward }: MidfShape) {
    this.first = new Linear(scope.at("mlp.fc.linear"), embedding, feedForward);
    this.second = new Linear(scope.at("mlp.linear"), feedForward, embedding);
  }

  apply(x: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
    return this.second.apply(dropped(tf.relu(this.first.apply(x)), dropout));
  }
}

/**
 * SA(x): x ← norm₁(x + drop(att(x, x, x))); x ← norm₂(x + drop(FF(x))).
 *
 * @example
 * const shape = { embedding: 8, heads: 2, feedForward: 16, deadParts: false };
 * const block = new SelfAttentionBlock(new Parameters(1).at("self"), shape);
 * console.log(block.apply(tf.randomNormal([3, 8]), undefined).shape); // [3, 8]
 */
export class SelfAttentionBlock implements ParameterOwner {
  readonly name: string;
  private readonly attention: TokenAttention;
  private readonly feedForward: FeedForward;
  private readonly norms: readonly [DeviationNorm, DeviationNorm];

  constructor(scope: Scope, shape: MidfShape) {
    this.name = scope.name;
    this.attention = new TokenAttention(scope.at("mhatt"), shape);
    this.feedForward = new FeedForward(scope.at("ffn"), shape);
    this.norms = [
      new DeviationNorm(scope.at("norm1"), shape.embedding),
      new DeviationNorm(scope.at("norm2"), shape.embedding),
    ];
  }

  /** The projections without effect. */
  get dead(): readonly Linear[] {
    return this.attention.dead;
  }

  /** @param x [batch, embedding] @returns the same shape */
  apply(x: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
    const attended = residual(x, this.attention.apply(x, dropout), this.norms[0], dropout);
    return residual(attended, this.feedForward.apply(attended, dropout), this.norms[1], dropout);
  }
}

/**
 * SGA(x | y): x ← norm₁(x + drop(att₁(x, x, x))); x ← norm₂(x + drop(att₂(y, y, x))); x ← norm₃(x + drop(FF(x))). The
 * paper draws it without att₁ and norm₁.
 *
 * @example
 * const shape = { embedding: 8, heads: 2, feedForward: 16, deadParts: false };
 * const block = new GuidedAttentionBlock(new Parameters(1).at("guided"), shape, false);
 * console.log(block.apply(tf.randomNormal([3, 8]), tf.randomNormal([3, 8]), undefined).shape); // [3, 8]
 */
export class GuidedAttentionBlock implements ParameterOwner {
  readonly name: string;
  private readonly own: { readonly attention: TokenAttention; readonly norm: DeviationNorm } | undefined;
  private readonly guided: TokenAttention;
  private readonly feedForward: FeedForward;
  private readonly norms: readonly [DeviationNorm, DeviationNorm];

  /** @param selfFirst has att₁ */
  constructor(scope: Scope, shape: MidfShape, selfFirst: boolean) {
    const norm = (name: string) => new DeviationNorm(scope.at(name), shape.embedding);
    this.name = scope.name;
    if (selfFirst)
      this.own = { attention: new TokenAttention(scope.at("mhatt1"), shape), norm: norm("norm1") };
    this.guided = new TokenAttention(scope.at("mhatt2"), shape);
    this.feedForward = new FeedForward(scope.at("ffn"), shape);
    this.norms = [norm("norm2"), norm("norm3")];
  }

  /** The projections without effect. */
  get dead(): readonly Linear[] {
    return [...(this.own?.attention.dead ?? []), ...this.guided.dead];
  }

  /** @param x query, [batch, embedding] @param y key and value, [batch, embedding] @returns [batch, embedding] */
  apply(x: tf.Tensor2D, y: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
    const { own } = this;
    const first = own ? residual(x, own.attention.apply(x, dropout), own.norm, dropout) : x;
    const attended = residual(first, this.guided.apply(y, dropout), this.norms[0], dropout);
    return residual(attended, this.feedForward.apply(attended, dropout), this.norms[1], dropout);
  }
}

/** Returns norm(x + drop(change)). */
function residual(
  x: tf.Tensor2D,
  change: tf.Tensor2D,
  norm: DeviationNorm,
  dropout: Dropout | undefined,
): tf.Tensor2D {
  return norm.apply(tf.add(x, dropped(change, dropout)));
}

function dropped(x: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
  return dropout ? dropout.apply(x) : x;
}
