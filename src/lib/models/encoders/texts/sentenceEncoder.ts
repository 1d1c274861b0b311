// The sentence encoder of the papers: the mean of a bidirectional GRU's states.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../../../nn/parameters.js";
import { Embedding } from "../../../nn/sequences/embedding.js";
import { Gru, type GruMasks } from "../../../nn/sequences/gru.js";
import type { Words } from "../../../nn/sequences/padSequences.js";
import type { TextInputs, TextTensors } from "../../contract/textInputs.js";
import { type SentenceInputOptions, sentenceInputs, sentenceTensors } from "./sentenceInputs.js";

/** Sizes of the sentence encoder. */
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
 * const inputs = toTensors(encoder.inputs([[1, 2, 3], [4]]));
 * console.log(encoder.encode(inputs).shape); // [2, 8]
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

  /** Reads sentences for `encode`. @param sentences an empty one is encoded as zeros */
  inputs(sentences: readonly Words[], options: SentenceInputOptions = {}): TextInputs {
    return sentenceInputs(sentences, this.forward, options);
  }

  /** w_i = W_e·x_i, h_i = ½(→h_i + ←h_i), s = mean of h_i over the words of the sentence. @returns [sentences, embedding] */
  encode(inputs: TextTensors): tf.Tensor2D {
    const { ids, mask, masks } = sentenceTensors(inputs);
    const x = tf.reshape(this.embedding.apply(ids), [...mask.shape, -1]) as tf.Tensor3D;
    const forward = sumOfStates(this.forward, x, mask, { masks });
    const backward = sumOfStates(this.backward, x, mask, { masks, backwards: true });
    const lengths = tf.maximum(tf.sum(mask, 1, true), 1); // [sentences, 1]
    return tf.div(tf.add(forward, backward), tf.mul(lengths, 2));
  }
}

/** Sums a GRU's states over the words of each sentence, [sentences, embedding]. */
function sumOfStates(
  gru: Gru,
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  run: { backwards?: boolean; masks?: GruMasks | undefined },
): tf.Tensor2D {
  const { ofWords } = gru.states(x, mask, run);
  const masks = tf.split(mask, ofWords.length, 1);
  return tf.addN(ofWords.map((state, step) => tf.mul(state, masks[step]!)));
}
