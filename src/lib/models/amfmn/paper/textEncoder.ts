// The paper's two text branches, over one table of word embeddings and one bi-directional GRU: a sentence is the
// mean of its words' states (eqs 10–12), keywords are the mean of theirs through an MLP (eq. 13).
import * as tf from "@tensorflow/tfjs-core";
import { createGru, type GruDropout, gruStates } from "../../../nn/gru.js";
import { createLinear, linear } from "../../../nn/linear.js";
import { padSequences, type Words } from "../../../nn/padSequences.js";
import type { Parameters } from "../../../nn/parameters.js";

export interface PaperTextShape {
  /** Rows of the embedding table. */
  readonly words: number;
  readonly wordEmbedding: number;
  /** Units of the GRU in each direction, which is the length of what comes out. */
  readonly embedding: number;
}

export function createPaperText(
  parameters: Parameters,
  { words, wordEmbedding, embedding }: PaperTextShape,
): void {
  parameters.create("text.embedding", [words, wordEmbedding], { kind: "normal", deviation: 0.1 });
  createGru(parameters, "text.forward", wordEmbedding, embedding);
  createGru(parameters, "text.backward", wordEmbedding, embedding);
}

export function createKeywordMlp(parameters: Parameters, embedding: number): void {
  createLinear(parameters, "keywords.0", embedding, embedding);
  createLinear(parameters, "keywords.1", embedding, embedding);
}

/**
 * Eqs 10–12: w_i = W_e·x_i, h_i = ½(→h_i + ←h_i), s = mean of h_i over the words of the sentence.
 *
 * @param sentences an empty one is encoded as zeros
 * @returns [sentences, embedding]
 */
export function encodeSentences(
  parameters: Parameters,
  sentences: readonly Words[],
  dropout?: GruDropout,
): tf.Tensor2D {
  const { steps, ids, presence } = padSequences(sentences);
  const looked = tf.gather(parameters.get("text.embedding"), tf.tensor1d(ids, "int32"));
  const x = tf.reshape(looked, [sentences.length, steps, -1]) as tf.Tensor3D; // [sentences, steps, wordEmbedding]
  const present = tf.tensor2d(presence, [sentences.length, steps]);
  const forward = sumOfStates(parameters, "text.forward", x, present, { dropout });
  const backward = sumOfStates(parameters, "text.backward", x, present, { dropout, backwards: true });
  const lengths = tf.maximum(tf.sum(present, 1, true), 1); // [sentences, 1]
  return tf.div(tf.add(forward, backward), tf.mul(lengths, 2));
}

/**
 * Eq. 13: k = MLP(mean of the N keywords), each keyword read like a short sentence.
 *
 * @param keywords for each text its keywords; a keyword that several texts have is read once
 * @returns [texts, embedding]
 */
export function encodeKeywords(
  parameters: Parameters,
  keywords: readonly (readonly Words[])[],
  dropout?: GruDropout,
): tf.Tensor2D {
  const different = new Map<string, { row: number; words: Words }>();
  for (const words of keywords.flat()) {
    const key = words.join(" ");
    if (!different.has(key)) different.set(key, { row: different.size, words });
  }
  const columns = Math.max(1, different.size);
  const share = new Float32Array(keywords.length * columns);
  for (const [text, list] of keywords.entries()) {
    for (const words of list) share[text * columns + different.get(words.join(" "))!.row]! += 1 / list.length;
  }
  const read = different.size > 0 ? [...different.values()].map(({ words }) => words) : [[]];
  const each = encodeSentences(parameters, read, dropout); // [different keywords, embedding]
  const mean = tf.matMul(tf.tensor2d(share, [keywords.length, columns]), each) as tf.Tensor2D; // [texts, embedding]
  return linear(parameters, "keywords.1", tf.relu(linear(parameters, "keywords.0", mean)) as tf.Tensor2D);
}

/** The sum of a GRU's states over the words that are there, [sentences, embedding]. */
function sumOfStates(
  parameters: Parameters,
  name: string,
  x: tf.Tensor3D,
  present: tf.Tensor2D,
  run: { backwards?: boolean; dropout?: GruDropout },
): tf.Tensor2D {
  const { ofWords } = gruStates(parameters, name, x, present, run);
  const presence = tf.split(present, ofWords.length, 1);
  return tf.addN(ofWords.map((state, step) => tf.mul(state, presence[step]!)));
}
