// The keyword branch of the paper. It shares the embedding table and the GRU of the sentence branch.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import type { Words } from "../../../nn/sequences/padSequences.js";
import type { TextInputs, TextTensors } from "../../contract/textInputs.js";
import type { SentenceEncoder } from "../../encoders/texts/sentenceEncoder.js";
import type { SentenceInputOptions } from "../../encoders/texts/sentenceInputs.js";

/**
 * Encodes keywords as the mean of their encodings, through an MLP (eq. 13).
 *
 * @example
 * const parameters = new Parameters(1);
 * const sentences = new SentenceEncoder(parameters, { words: 9, wordEmbedding: 4, embedding: 8 });
 * const encoder = new KeywordEncoder(parameters.at("keywords"), sentences, 8);
 * const inputs = toTensors(encoder.inputs([[[1, 2], [3]]])); // one text with two keywords
 * console.log(encoder.encode(inputs).shape); // [1, 8]
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

  /** Reads the keywords of each text for `encode`. A keyword of several texts is encoded once. */
  inputs(keywords: readonly (readonly Words[])[], options: SentenceInputOptions = {}): TextInputs {
    const distinct = new Map<string, { row: number; words: Words }>();
    for (const words of keywords.flat()) {
      const key = words.join(" ");
      if (!distinct.has(key)) distinct.set(key, { row: distinct.size, words });
    }
    // Empty keywords round the number of rows up, so that batches have few different shapes.
    const multiple = options.multiple ?? 1;
    const rows = Math.ceil(Math.max(1, distinct.size) / multiple) * multiple;
    const share = new Float32Array(keywords.length * rows);
    for (const [text, list] of keywords.entries()) {
      for (const words of list) share[text * rows + distinct.get(words.join(" "))!.row]! += 1 / list.length;
    }
    const read = Array.from({ length: rows }, (_, row): Words => [...distinct.values()][row]?.words ?? []);
    return {
      ...this.sentences.inputs(read, options),
      share: { shape: [keywords.length, rows], values: share },
    };
  }

  /** k = MLP(mean of the N keywords), each keyword encoded like a short sentence. @returns [texts, embedding] */
  encode({ share, ...keywords }: TextTensors): tf.Tensor2D {
    const each = this.sentences.encode(keywords); // [rows, embedding]
    const mean = tf.matMul(share as tf.Tensor2D, each) as tf.Tensor2D; // [texts, embedding]
    return this.second.apply(tf.relu(this.first.apply(mean)));
  }
}
