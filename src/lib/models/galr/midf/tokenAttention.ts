// Multi-head attention over a sequence of one token, as MIDF uses it.
import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../../../nn/dropout.js";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";

/** Sizes of MIDF. */
export interface MidfShape {
  /** Length of the vectors. */
  readonly embedding: number;
  /** Heads of each attention. */
  readonly heads: number;
  /** Length of the layer between the two of a feed-forward block. */
  readonly feedForward: number;
  /** Creates the query and key projections and the dynamic weights that the released code has and that change no score. */
  readonly deadParts: boolean;
}

/**
 * Attention of one token to one other: merge(value(y)). The softmax over a single score is 1, so the query and key
 * projections of the released code have no effect, and their gradients are zero.
 */
export class TokenAttention implements ParameterOwner {
  readonly name: string;
  /** The released code's projections without effect. */
  readonly dead: readonly Linear[];
  private readonly value: Linear;
  private readonly merge: Linear;
  private readonly heads: number;

  constructor(scope: Scope, { embedding, heads, deadParts }: MidfShape) {
    const linear = (name: string) => new Linear(scope.at(name), embedding, embedding);
    this.name = scope.name;
    this.heads = heads;
    this.value = linear("linear_v");
    this.dead = deadParts ? [linear("linear_k"), linear("linear_q")] : [];
    this.merge = linear("linear_merge");
  }

  /**
   * @param y key and value, [batch, embedding]
   * @param dropout of the attention's weights: it silences whole heads, because each head has one weight
   * @returns [batch, embedding]
   */
  apply(y: tf.Tensor2D, dropout: Dropout | undefined): tf.Tensor2D {
    const value = this.value.apply(y);
    if (!dropout) return this.merge.apply(value);
    const [batch, embedding] = value.shape;
    const { heads } = this;
    const split = tf.reshape(value, [batch, heads, embedding / heads]);
    const kept = dropout.apply(split, [batch, heads, 1]);
    return this.merge.apply(tf.reshape(kept, [batch, embedding]));
  }
}
