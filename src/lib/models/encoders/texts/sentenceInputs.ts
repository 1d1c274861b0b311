// Sentences as named inputs of a recurrent encoder.
import * as tf from "@tensorflow/tfjs-core";
import type { GruMasks } from "../../../nn/sequences/gru.js";
import { drawGruMasks, type GruDropout } from "../../../nn/sequences/gruMasks.js";
import { padSequences, type Words } from "../../../nn/sequences/padSequences.js";
import type { TextInputs, TextTensors } from "../../contract/textInputs.js";

/** Sentences of a training batch are padded to multiples of this length, so that an epoch has few shapes of batches. */
export const lengthStep = 4;

/** Options of reading sentences. */
export interface SentenceInputOptions {
  /** Drops elements of the GRU's input and state. */
  readonly dropout?: GruDropout | undefined;
  /** Rounds the number of steps up to a multiple; 1 by default. */
  readonly multiple?: number | undefined;
}

/**
 * Returns `words` and `mask`, each [sentences, steps], and with dropout the masks of a GRU.
 *
 * @param gru sizes of the GRU's input and state
 */
export function sentenceInputs(
  sentences: readonly Words[],
  gru: { readonly inputs: number; readonly hidden: number },
  { dropout, multiple = 1 }: SentenceInputOptions = {},
): TextInputs {
  const { steps, ids, mask } = padSequences(sentences, multiple);
  const shape = [sentences.length, steps];
  return {
    words: { shape, values: Float32Array.from(ids) },
    mask: { shape, values: mask },
    ...(dropout && drawGruMasks(sentences.length, gru, dropout)),
  };
}

/** Sentences as tensors. */
export interface SentenceTensors {
  /** Word numbers, int32, [sentences · steps]. */
  readonly ids: tf.Tensor1D;
  /** 1 for a word and 0 for padding, [sentences, steps]. */
  readonly mask: tf.Tensor2D;
  /** Masks of dropout. */
  readonly masks: GruMasks | undefined;
}

/** Reads the tensors of `sentenceInputs`. */
export function sentenceTensors({ words, mask, inputMasks, stateMasks }: TextTensors): SentenceTensors {
  return {
    ids: tf.reshape(tf.cast(words!, "int32"), [-1]) as tf.Tensor1D,
    mask: mask as tf.Tensor2D,
    masks: inputMasks && stateMasks ? { inputMasks, stateMasks } : undefined,
  };
}
