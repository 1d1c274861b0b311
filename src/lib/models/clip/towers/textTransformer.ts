// The text transformer of CLIP. Each token sees those before it, and the token at the text's end is projected.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../../../nn/parameters.js";
import { padSequences } from "../../../nn/sequences/padSequences.js";
import type { AdapterShape } from "../../../nn/transformers/adapter.js";
import { LayerNorm } from "../../../nn/transformers/layerNorm.js";
import { Transformer } from "../../../nn/transformers/transformer.js";
import type { ClipOptions } from "../options.js";

/** Large enough that its exponential is exactly zero, and finite, so that a product with zero is zero. */
const unseen = -1e9;

/**
 * Encodes token numbers. Tokens after a text's end change nothing, so that a batch is padded to its longest text instead
 * of the whole context.
 *
 * @example
 * const clip = createModel("clip/tiny");
 * console.log(clip.text.apply([[49406, 320, 1418, 49407]]).shape); // [1, 64]
 */
export class TextTransformer {
  /** The blocks between embeddings and projection. */
  readonly transformer: Transformer;
  private readonly tokens: tf.Tensor2D;
  private readonly positions: tf.Tensor2D;
  private readonly norm: LayerNorm;
  private readonly projection: tf.Tensor2D;

  /** @param size number of tokens */
  constructor(
    parameters: Parameters,
    size: number,
    options: ClipOptions,
    adapters: AdapterShape | undefined,
  ) {
    const {
      textWidth: width,
      textLayers: layers,
      textHeads: heads,
      context,
      activation,
      embedding,
    } = options;
    const normal = (deviation: number) => ({ kind: "normal", deviation }) as const;
    const root = parameters.at("");
    this.positions = root.weight(
      "positional_embedding",
      [context, width],
      normal(0.01),
    ) as tf.Tensor as tf.Tensor2D;
    this.projection = root.weight(
      "text_projection",
      [width, embedding],
      normal(width ** -0.5),
    ) as tf.Tensor as tf.Tensor2D;
    this.tokens = root.weight(
      "token_embedding.weight",
      [size, width],
      normal(0.02),
    ) as tf.Tensor as tf.Tensor2D;
    const shape = { width, layers, heads, activation, adapters };
    this.transformer = new Transformer(parameters.at("transformer.resblocks"), shape);
    this.norm = new LayerNorm(parameters.at("ln_final"), width);
  }

  /** @param texts token numbers, at most the context, each with the greatest number at its end @returns [texts, embedding] */
  apply(texts: readonly (readonly number[])[]): tf.Tensor2D {
    const { steps, ids } = padSequences(texts);
    const width = this.positions.shape[1];
    const x = tf.tidy(() => {
      const words = tf.reshape(tf.gather(this.tokens, tf.tensor1d(ids, "int32")), [
        texts.length,
        steps,
        width,
      ]);
      return tf.add(words, tf.slice(this.positions, [0, 0], [steps, width])) as tf.Tensor3D;
    });
    const use = { mask: causalMask(steps), pick: endTokens(texts, steps) };
    const read = tf.reshape(this.transformer.apply(x, use), [texts.length, width]) as tf.Tensor2D;
    return tf.matMul(this.norm.apply(read), this.projection);
  }
}

/** Hides later tokens, [tokens, tokens]. */
function causalMask(tokens: number): tf.Tensor2D {
  const values = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) values.fill(unseen, row * tokens + row + 1, (row + 1) * tokens);
  return tf.tensor2d(values, [tokens, tokens]);
}

/** Returns rows that pick the first token with the greatest number of each text, [texts, 1, tokens]. */
function endTokens(texts: readonly (readonly number[])[], tokens: number): tf.Tensor3D {
  const values = new Float32Array(texts.length * tokens);
  for (const [row, text] of texts.entries()) values[row * tokens + text.indexOf(Math.max(...text))] = 1;
  return tf.tensor3d(values, [texts.length, 1, tokens]);
}
