// Words to one vector, as released: embeddings, the skip-thoughts GRU, and a ReLU over a linear layer.
import * as tf from "@tensorflow/tfjs-core";
import { createGru, gruStates } from "./gru.js";
import { createLinear, linear } from "./linear.js";
import type { Parameters } from "./parameters.js";

export interface TextEncoderShape {
  /** How many words the vocabulary has, with those that stand for padding and the unknown. */
  readonly words: number;
  readonly wordEmbedding: number;
  readonly hidden: number;
  readonly embedding: number;
}

export function createTextEncoder(parameters: Parameters, shape: TextEncoderShape): void {
  const { words, wordEmbedding, hidden, embedding } = shape;
  parameters.create("text_feature.embedding", [words, wordEmbedding], { kind: "normal", deviation: 0.1 });
  createGru(parameters, "text_feature.rnn", wordEmbedding, hidden);
  createLinear(parameters, "text_feature.to_out", hidden, embedding);
}

/**
 * @param sentences word numbers; an empty sentence is encoded as the GRU's first state
 * @param dropout share of the embeddings' elements that are dropped
 * @param dropoutSeed the same seed drops the same elements
 * @returns [sentences, embedding], nowhere negative
 */
export function encodeText(
  parameters: Parameters,
  sentences: readonly (readonly number[])[],
  dropout: number,
  dropoutSeed?: number,
): tf.Tensor2D {
  const steps = Math.max(1, ...sentences.map((words) => words.length));
  const ids = new Int32Array(sentences.length * steps);
  const presence = new Float32Array(sentences.length * steps);
  for (const [row, words] of sentences.entries()) {
    ids.set(words, row * steps);
    presence.fill(1, row * steps, row * steps + words.length);
  }
  const table = parameters.get("text_feature.embedding");
  const looked = tf.gather(table, tf.tensor1d(ids, "int32")); // [sentences · steps, wordEmbedding]
  const kept = dropout > 0 ? tf.dropout(looked, dropout, undefined, dropoutSeed) : looked;
  const x = tf.reshape(kept, [sentences.length, steps, -1]) as tf.Tensor3D;
  const present = tf.tensor2d(presence, [sentences.length, steps]);
  const { last } = gruStates(parameters, "text_feature.rnn", x, present);
  return tf.relu(linear(parameters, "text_feature.to_out", last));
}
