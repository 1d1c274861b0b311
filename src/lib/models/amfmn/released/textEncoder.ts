// Words to one vector, as released: embeddings, the skip-thoughts GRU, and a ReLU over a linear layer.
import * as tf from "@tensorflow/tfjs-core";
import { createGru, type GruDropout, gruStates, gruStep } from "../../../nn/gru.js";
import { createLinear, linear } from "../../../nn/linear.js";
import { padSequences, type Words } from "../../../nn/padSequences.js";
import type { Parameters } from "../../../nn/parameters.js";
import { prefixTree } from "../../../nn/prefixTree.js";

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
  createGru(parameters, "text_feature.rnn", wordEmbedding, hidden, { stateBias: false });
  createLinear(parameters, "text_feature.to_out", hidden, embedding);
}

/**
 * Every sentence word by word, for training. An empty one is read as a single word of padding, so that its
 * embedding does not depend on its batch; in the released code it is the state after as many as the longest has.
 *
 * @param sentences word numbers, from 1; 0 is padding, whose embedding is zero and is not trained
 * @returns [sentences, embedding], nowhere negative
 */
export function encodeText(
  parameters: Parameters,
  sentences: readonly Words[],
  dropout?: GruDropout,
): tf.Tensor2D {
  const { steps, ids, presence } = padSequences(sentences.map(readable));
  const x = tf.reshape(embedWords(parameters, ids), [sentences.length, steps, -1]) as tf.Tensor3D;
  const present = tf.tensor2d(presence, [sentences.length, steps]);
  return project(parameters, gruStates(parameters, "text_feature.rnn", x, present, { dropout }).last);
}

/**
 * The same embeddings, for evaluation: sentences that begin alike share the steps of their beginning, and each
 * word's part of the gates is computed once.
 *
 * @returns [sentences, embedding], nowhere negative; equal sentences have exactly equal rows
 */
export function encodeTextOnce(parameters: Parameters, sentences: readonly Words[]): tf.Tensor2D {
  const tree = prefixTree(sentences.map(readable));
  const gates = tf.add(
    tf.matMul(
      embedWords(parameters, tree.words),
      parameters.get("text_feature.rnn.weight_ih") as tf.Tensor2D,
    ),
    parameters.get("text_feature.rnn.bias_ih"),
  ); // [distinct words, 3·hidden]
  const hidden = gates.shape[1]! / 3;
  const rows = (x: tf.Tensor, indices: Int32Array) =>
    tf.gather(x, tf.tensor1d(indices, "int32")) as tf.Tensor2D;
  let states: tf.Tensor2D = tf.zeros([1, hidden]);
  const ended: tf.Tensor2D[] = [];
  for (const { parents, words, endings } of tree.levels) {
    const next = tf.tidy(() =>
      gruStep(parameters, "text_feature.rnn", rows(gates, words), rows(states, parents)),
    );
    states.dispose();
    states = next;
    if (endings.length > 0) ended.push(rows(states, endings));
  }
  return rows(project(parameters, tf.concat(ended, 0)), tree.rowOf);
}

/** Words' embeddings, [words, wordEmbedding]; padding's is zero. */
function embedWords(parameters: Parameters, ids: Int32Array): tf.Tensor2D {
  const known = tf.tensor2d(
    Float32Array.from(ids, (id) => (id > 0 ? 1 : 0)),
    [ids.length, 1],
  );
  return tf.mul(tf.gather(parameters.get("text_feature.embedding"), tf.tensor1d(ids, "int32")), known);
}

function project(parameters: Parameters, state: tf.Tensor2D): tf.Tensor2D {
  return tf.relu(linear(parameters, "text_feature.to_out", state));
}

/** An empty sentence is a single word of padding. */
function readable(words: Words): Words {
  return words.length > 0 ? words : [0];
}
