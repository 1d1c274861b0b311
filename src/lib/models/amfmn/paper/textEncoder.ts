// The paper's two text branches. They share one embedding table and one bidirectional GRU.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Parameters, Scope } from "../../../nn/parameters.js";
import { Embedding } from "../../../nn/sequences/embedding.js";
import { Gru, type GruDropout } from "../../../nn/sequences/gru.js";
import { padSequences, type Words } from "../../../nn/sequences/padSequences.js";

/** Sizes of the text encoder. */
export interface PaperTextShape {
  /** Rows of the embedding table. */
  readonly words: number;
  /** Length of a word's embedding. */
  readonly wordEmbedding: number;
  /** Units of the GRU in each direction, and length of a text's vector. */
  readonly embedding: number;
}

/**
 * Encodes a sentence as the mean of its words' states (eqs 10–12).
 *
 * @example
 * const encoder = new SentenceEncoder(new Parameters(1), { words: 9, wordEmbedding: 4, embedding: 8 });
 * console.log(encoder.encode([[1, 2, 3], [4]]).shape); // [2, 8]
 */
export class SentenceEncoder {
  /** The embedding of words. */
  readonly embedding: Embedding;
  /** The GRU from the first word to the last. */
  readonly forward: Gru;
  /** The GRU from the last word to the first. */
  readonly backward: Gru;

  constructor(parameters: Parameters, { words, wordEmbedding, embedding }: PaperTextShape) {
    const scope = parameters.at("text");
    this.embedding = new Embedding(scope.at("embedding"), words, wordEmbedding);
    this.forward = new Gru(scope.at("forward"), wordEmbedding, embedding);
    this.backward = new Gru(scope.at("backward"), wordEmbedding, embedding);
  }

  /**
   * w_i = W_e·x_i, h_i = ½(→h_i + ←h_i), s = mean of h_i over the words of the sentence.
   *
   * @param sentences an empty one is encoded as zeros @returns [sentences, embedding]
   */
  encode(sentences: readonly Words[], dropout?: GruDropout): tf.Tensor2D {
    const { steps, ids, mask } = padSequences(sentences);
    const x = tf.reshape(this.embedding.apply(ids), [sentences.length, steps, -1]) as tf.Tensor3D;
    const words = tf.tensor2d(mask, [sentences.length, steps]);
    const forward = sumOfStates(this.forward, x, words, { dropout });
    const backward = sumOfStates(this.backward, x, words, { dropout, backwards: true });
    const lengths = tf.maximum(tf.sum(words, 1, true), 1); // [sentences, 1]
    return tf.div(tf.add(forward, backward), tf.mul(lengths, 2));
  }
}

/**
 * Encodes keywords as the mean of their encodings, through an MLP (eq. 13).
 *
 * @example
 * const parameters = new Parameters(1);
 * const sentences = new SentenceEncoder(parameters, { words: 9, wordEmbedding: 4, embedding: 8 });
 * const encoder = new KeywordEncoder(parameters.at("keywords"), sentences, 8);
 * console.log(encoder.encode([[[1, 2], [3]]]).shape); // one text with two keywords: [1, 8]
 */
export class KeywordEncoder implements ParameterOwner {
  readonly name: string;
  private readonly first: Linear;
  private readonly second: Linear;

  constructor(
    scope: Scope,
    private readonly sentences: SentenceEncoder,
    embedding: number,
  ) {
    this.name = scope.name;
    this.first = new Linear(scope.at("0"), embedding, embedding);
    this.second = new Linear(scope.at("1"), embedding, embedding);
  }

  /**
   * k = MLP(mean of the N keywords), each keyword encoded like a short sentence.
   *
   * @param keywords the keywords of each text; a keyword of several texts is encoded once
   * @returns [texts, embedding]
   */
  encode(keywords: readonly (readonly Words[])[], dropout?: GruDropout): tf.Tensor2D {
    const distinct = new Map<string, { row: number; words: Words }>();
    for (const words of keywords.flat()) {
      const key = words.join(" ");
      if (!distinct.has(key)) distinct.set(key, { row: distinct.size, words });
    }
    const columns = Math.max(1, distinct.size);
    const share = new Float32Array(keywords.length * columns);
    for (const [text, list] of keywords.entries()) {
      for (const words of list)
        share[text * columns + distinct.get(words.join(" "))!.row]! += 1 / list.length;
    }
    const read = distinct.size > 0 ? [...distinct.values()].map(({ words }) => words) : [[]];
    const each = this.sentences.encode(read, dropout); // [distinct keywords, embedding]
    const mean = tf.matMul(tf.tensor2d(share, [keywords.length, columns]), each) as tf.Tensor2D; // [texts, embedding]
    return this.second.apply(tf.relu(this.first.apply(mean)));
  }
}

/** Sums a GRU's states over the words of each sentence, [sentences, embedding]. */
function sumOfStates(
  gru: Gru,
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  run: { backwards?: boolean; dropout?: GruDropout },
): tf.Tensor2D {
  const { ofWords } = gru.states(x, mask, run);
  const masks = tf.split(mask, ofWords.length, 1);
  return tf.addN(ofWords.map((state, step) => tf.mul(state, masks[step]!)));
}
