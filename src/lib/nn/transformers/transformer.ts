// The pre-norm transformer of CLIP (Radford et al., 2021).
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../linear.js";
import type { ParameterOwner, Scope } from "../parameters.js";
import { type Activation, activate } from "./activations.js";
import type { AdapterShape } from "./adapter.js";
import { LayerNorm } from "./layerNorm.js";
import { type AttentionUse, SelfAttention } from "./selfAttention.js";

/** Sizes of a transformer. */
export interface TransformerShape {
  /** Length of a token's vector, a multiple of the number of heads. */
  readonly width: number;
  /** Number of blocks. */
  readonly layers: number;
  /** Heads of each attention. */
  readonly heads: number;
  /** The activation between the two linear layers of a block. */
  readonly activation: Activation;
  /** Low-rank adapters of all attentions; none by default. */
  readonly adapters?: AdapterShape;
}

/** x + attention(norm(x)), then x + mlp(norm(x)). The hidden layer is four times as wide. */
class Block {
  readonly attention: SelfAttention;
  private readonly attentionNorm: LayerNorm;
  private readonly mlpNorm: LayerNorm;
  private readonly hidden: Linear;
  private readonly out: Linear;

  constructor(
    scope: Scope,
    private readonly shape: TransformerShape,
    adapters: AdapterShape | undefined,
  ) {
    const { width, layers, heads } = shape;
    const deviation = width ** -0.5;
    const outDeviation = deviation * (2 * layers) ** -0.5;
    this.attentionNorm = new LayerNorm(scope.at("ln_1"), width);
    const attention = { width, heads, deviation, outDeviation, adapters };
    this.attention = new SelfAttention(scope.at("attn"), attention);
    this.mlpNorm = new LayerNorm(scope.at("ln_2"), width);
    const normal = (sigma: number) => ({ kind: "normal", deviation: sigma }) as const;
    this.hidden = new Linear(scope.at("mlp.c_fc"), width, 4 * width, normal((2 * width) ** -0.5));
    this.out = new Linear(scope.at("mlp.c_proj"), 4 * width, width, normal(outDeviation));
  }

  apply(x: tf.Tensor3D, use: AttentionUse): tf.Tensor3D {
    const { pick } = use;
    const attended = tf.tidy(() => {
      const kept = pick ? tf.matMul(pick, x) : x;
      return tf.add(kept, this.attention.apply(this.attentionNorm.apply(x), use)) as tf.Tensor3D;
    });
    return tf.tidy(() => {
      const rows = tf.reshape(this.mlpNorm.apply(attended), [-1, this.shape.width]) as tf.Tensor2D;
      const hidden = activate(this.shape.activation, this.hidden.apply(rows)); // [batch · tokens, 4·width]
      return tf.add(attended, tf.reshape(this.out.apply(hidden), attended.shape)) as tf.Tensor3D;
    });
  }
}

/**
 * A stack of residual blocks with the names of OpenAI's state dict.
 *
 * @example
 * const shape = { width: 8, layers: 2, heads: 2, activation: "gelu" } as const;
 * const transformer = new Transformer(new Parameters(1).at("transformer.resblocks"), shape);
 * console.log(transformer.apply(tf.ones([2, 5, 8])).shape); // [2, 5, 8]
 */
export class Transformer implements ParameterOwner {
  readonly name: string;
  private readonly blocks: readonly Block[];

  constructor(scope: Scope, shape: TransformerShape) {
    this.name = scope.name;
    const { adapters } = shape;
    this.blocks = Array.from(
      { length: shape.layers },
      (_, i) => new Block(scope.at(String(i)), shape, adapters && seeded(adapters, i)),
    );
  }

  /** The attentions of all blocks. */
  get attentions(): readonly SelfAttention[] {
    return this.blocks.map(({ attention }) => attention);
  }

  /** Adds low-rank adapters to all attentions. */
  adapt(adapters: AdapterShape): void {
    for (const [i, attention] of this.attentions.entries()) attention.adapt(seeded(adapters, i));
  }

  /**
   * Applies the blocks. With `pick` the last block computes the picked tokens only.
   *
   * @param x [batch, tokens, width] @returns [batch, tokens, width], or [batch, 1, width] with `pick`
   */
  apply(x: tf.Tensor3D, { mask, pick }: AttentionUse = {}): tf.Tensor3D {
    return tf.tidy(() => {
      let tokens = x;
      for (const [i, block] of this.blocks.entries()) {
        const before = tokens;
        tokens = block.apply(before, { mask, pick: i === this.blocks.length - 1 ? pick : undefined });
        if (before !== x) before.dispose();
      }
      return tokens;
    });
  }
}

function seeded(adapters: AdapterShape, block: number): AdapterShape {
  return adapters.seed === undefined ? adapters : { ...adapters, seed: 1000 * adapters.seed + block };
}
