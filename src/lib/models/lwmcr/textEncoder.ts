// The text encoder of LW-MCR: word embeddings, convolutions over 3, 4 and 5 words, and the maximum over the sentence.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../nn/linear.js";
import { l2Normalize } from "../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../nn/parameters.js";
import { Embedding } from "../../nn/sequences/embedding.js";
import { padSequences, type Words } from "../../nn/sequences/padSequences.js";
import { drop } from "./dropout.js";
import type { LwMcrOptions } from "./options.js";

/** Words under the filters. */
const spans = [3, 4, 5] as const;
/** Least number of words of a sentence. */
const leastWords = Math.max(...spans);

/**
 * Encodes sentences. A sentence of fewer than five words is padded to five with the padding row of the table, as the
 * authors' batches are padded to their longest sentence; their code throws when the whole batch is shorter. Windows that
 * begin in the padding of a longer batch do not count here, so that a vector does not depend on its batch.
 */
export class LwMcrTextEncoder {
  readonly words: Embedding;
  /** [span, wordEmbedding, 1, filters] and [filters] of each span. */
  private readonly filters: readonly { readonly weight: tf.Tensor; readonly bias: tf.Tensor }[];
  /** The layer that owns the filters. */
  readonly convolutions: ParameterOwner;
  readonly out: Linear;
  private readonly dropout: number;

  /** @param tokens rows of the embedding table */
  constructor(
    scope: Scope,
    tokens: number,
    { wordEmbedding, filters, embedding, textDropout }: LwMcrOptions,
  ) {
    const embed = `${scope.name}.embed`;
    this.words = new Embedding(scope.at("embed"), tokens, wordEmbedding, [`${embed}.weight`]);
    this.convolutions = scope.at("convs");
    this.filters = spans.map((span, i) => {
      const part = scope.at("convs").at(String(i));
      const initializer = { kind: "uniform", bound: 1 / Math.sqrt(span * wordEmbedding) } as const;
      const weight = part.weight("weight", [span, wordEmbedding, 1, filters], initializer, {
        axes: [3, 2, 0, 1],
      });
      return { weight, bias: part.weight("bias", [filters], initializer) };
    });
    this.out = new Linear(scope.at("fc"), spans.length * filters, embedding);
    this.dropout = textDropout;
  }

  /** @returns [sentences, embedding], of length 1 */
  encode(sentences: readonly Words[], dropoutSeed?: number): tf.Tensor2D {
    const long = sentences.map((words) => [
      ...words,
      ...new Array(Math.max(0, leastWords - words.length)).fill(0),
    ]);
    const { steps, ids } = padSequences(long);
    return tf.tidy(() => {
      const x = tf.reshape(this.words.apply(ids), [long.length, steps, -1]) as tf.Tensor3D; // [sentences, steps, wordEmbedding]
      const parts = this.filters.map(({ weight, bias }) => {
        const [span = 0, size = 0, , filters = 0] = weight.shape;
        const maps = tf.conv1d(x, tf.reshape(weight, [span, size, filters]) as tf.Tensor3D, 1, "valid");
        // A ReLU is never negative, so a 0 in place of a window of padding does not change the maximum.
        const counted = tf.mul(tf.relu(tf.add(maps, bias)), windowMask(long, steps - span + 1, span));
        return tf.max(counted, 1); // [sentences, filters]
      });
      const joined = tf.concat(parts, 1) as tf.Tensor2D;
      const drops = dropoutSeed !== undefined && this.dropout > 0;
      const kept = drops ? drop(joined, { rate: this.dropout, seed: dropoutSeed, stream: 3 }) : joined;
      return l2Normalize(this.out.apply(kept));
    });
  }
}

/** Returns 1 for each window inside its sentence, [sentences, windows, 1]. */
function windowMask(sentences: readonly Words[], windows: number, span: number): tf.Tensor3D {
  const mask = new Float32Array(sentences.length * windows);
  for (const [row, words] of sentences.entries())
    mask.fill(1, row * windows, row * windows + words.length - span + 1);
  return tf.tensor3d(mask, [sentences.length, windows, 1]);
}
