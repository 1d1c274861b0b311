// The keyword branch of the paper. It shares the embedding table and the GRU of the sentence branch.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import type { GruDropout } from "../../../nn/sequences/gru.js";
import type { Words } from "../../../nn/sequences/padSequences.js";
import type { SentenceEncoder } from "../../encoders/texts/sentenceEncoder.js";

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
