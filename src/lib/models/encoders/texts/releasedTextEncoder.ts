// The released text encoder: word embeddings, the skip-thoughts GRU, and a ReLU over a linear layer.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { Parameters } from "../../../nn/parameters.js";
import { Embedding } from "../../../nn/sequences/embedding.js";
import { gatherRows } from "../../../nn/sequences/gatherRows.js";
import { Gru } from "../../../nn/sequences/gru.js";
import type { GruDropout } from "../../../nn/sequences/gruMasks.js";
import type { Words } from "../../../nn/sequences/padSequences.js";
import { prefixTree } from "../../../nn/sequences/prefixTree.js";
import type { TextInputs, TextTensors } from "../../contract/textInputs.js";
import { lengthStep, sentenceInputs, sentenceTensors } from "./sentenceInputs.js";

/** Sizes of the text encoder. */
export interface TextEncoderShape {
  /** Rows of the embedding table: the words, padding and `<unk>`. */
  readonly words: number;
  /** Length of a word's embedding. */
  readonly wordEmbedding: number;
  /** Length of the GRU's state. */
  readonly hidden: number;
  /** Length of a text's vector. */
  readonly embedding: number;
}

/** Names in the authors' state dict. Skip-thoughts' GRU stores its gates apart: reset `r`, update `i`, new `n`. */
export const embeddingName = "text_feature.seq2vec.embedding.weight";
const cell = "text_feature.seq2vec.rnn.gru_cell";
const gates = ["r", "i", "n"];
const cellNames = {
  weight_ih: gates.map((gate) => `${cell}.weight_i${gate}.weight`),
  bias_ih: gates.map((gate) => `${cell}.weight_i${gate}.bias`),
  weight_hh: gates.map((gate) => `${cell}.weight_h${gate}.weight`),
};

/**
 * Encodes sentences as the released code does. Row 0 of the embedding table is padding, which is read as zeros.
 *
 * @example
 * const shape = { words: 9, wordEmbedding: 4, hidden: 6, embedding: 8 };
 * const encoder = new ReleasedTextEncoder(new Parameters(1), shape);
 * console.log(encoder.encodeOnce([[1, 2, 3], [4]]).shape); // [2, 8]
 */
export class ReleasedTextEncoder {
  /** The embedding of words. */
  readonly embedding: Embedding;
  /** The recurrent layer. */
  readonly gru: Gru;
  /** The projection of the last state. */
  readonly out: Linear;

  constructor(parameters: Parameters, { words, wordEmbedding, hidden, embedding }: TextEncoderShape) {
    const scope = parameters.at("text_feature");
    this.embedding = new Embedding(scope.at("embedding"), words, wordEmbedding, [embeddingName]);
    this.gru = new Gru(scope.at("rnn"), wordEmbedding, hidden, {
      stateBias: false,
      torchNames: (weight) => cellNames[weight],
    });
    this.out = new Linear(scope.at("to_out"), hidden, embedding);
  }

  /**
   * Reads sentences for `encode`. An empty sentence is read as one word of padding, so that its vector does not depend on
   * its batch. The released code runs it to the length of the longest sentence instead.
   *
   * @param sentences word numbers from 1
   */
  inputs(sentences: readonly Words[], dropout?: GruDropout): TextInputs {
    return sentenceInputs(sentences.map(nonEmpty), this.gru, { dropout, multiple: lengthStep });
  }

  /** Encodes sentences word by word, for training. @returns [sentences, embedding], never negative */
  encode(inputs: TextTensors): tf.Tensor2D {
    const { ids, mask, masks } = sentenceTensors(inputs);
    const isWord = tf.reshape(tf.cast(tf.greater(ids, 0), "float32"), [-1, 1]);
    const x = tf.reshape(tf.mul(this.embedding.apply(ids), isWord), [...mask.shape, -1]) as tf.Tensor3D;
    return this.project(this.gru.states(x, mask, { masks }).last);
  }

  /**
   * Returns the same vectors for evaluation. Sentences with a common beginning share its steps, and each word's part of
   * the gates is computed once.
   *
   * @returns [sentences, embedding], never negative; equal sentences have exactly equal rows
   */
  encodeOnce(sentences: readonly Words[]): tf.Tensor2D {
    const tree = prefixTree(sentences.map(nonEmpty));
    const { inputWeight, inputBias, hidden } = this.gru;
    const gatesOfWords: tf.Tensor2D = tf.add(tf.matMul(this.embed(tree.words), inputWeight), inputBias); // [words, 3·hidden]
    const rows = (x: tf.Tensor2D, indices: Int32Array) => gatherRows(x, tf.tensor1d(indices, "int32"));
    let states: tf.Tensor2D = tf.zeros([1, hidden]);
    const ended: tf.Tensor2D[] = [];
    for (const { parents, words, endings } of tree.levels) {
      const next = tf.tidy(() => this.gru.step(rows(gatesOfWords, words), rows(states, parents)));
      states.dispose();
      states = next;
      if (endings.length > 0) ended.push(rows(states, endings));
    }
    return rows(this.project(tf.concat(ended, 0)), tree.rowOf);
  }

  /** Returns the words' embeddings, [words, wordEmbedding], with zeros for padding. */
  private embed(ids: Int32Array): tf.Tensor2D {
    const isWord = Float32Array.from(ids, (id) => (id > 0 ? 1 : 0));
    return tf.mul(this.embedding.apply(ids), tf.tensor2d(isWord, [ids.length, 1]));
  }

  private project(state: tf.Tensor2D): tf.Tensor2D {
    return tf.relu(this.out.apply(state));
  }
}

function nonEmpty(words: Words): Words {
  return words.length > 0 ? words : [0];
}
