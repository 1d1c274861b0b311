// The named inputs that a model reads of a batch of texts.
import type * as tf from "@tensorflow/tfjs-core";
import type { TextQuery } from "../../text/query.js";
import type { InputArray } from "./imageInputs.js";
import type { RetrievalModel } from "./retrievalModel.js";

/** All inputs of a batch of texts by name, as `prepareTexts` returns them. */
export type TextInputs = Readonly<Record<string, InputArray>>;

/** All inputs of a batch of texts by name, as `encodePreparedTexts` reads them. */
export type TextTensors = Readonly<Record<string, tf.Tensor>>;

/**
 * A model whose training step is a function of named inputs and parameters. Such a step can be recorded and run as one
 * operation. `encodeImages`, `encodePreparedTexts` and `similarity` read no values, and use no numbers that change between
 * steps besides their inputs and the parameters.
 */
export interface RecordableModel extends RetrievalModel {
  /**
   * Reads texts as plain numbers, with all random numbers of dropout.
   *
   * @param dropoutSeed without it nothing is dropped
   */
  prepareTexts(texts: readonly TextQuery[], dropoutSeed?: number): TextInputs;
  /** Returns the vectors of `encodeTexts` in training, [texts, m]. */
  encodePreparedTexts(inputs: TextTensors): tf.Tensor2D;
}

/**
 * Returns true when the model's training step can be recorded. It is false for a subclass that does not define
 * `prepareTexts` again, because its own methods may use numbers that change between steps.
 *
 * @example
 * console.log(isRecordable(model)); // true for AMFMN
 */
export function isRecordable(model: RetrievalModel): model is RecordableModel {
  const replaced = ["encodeImages", "encodePreparedTexts", "similarity"].some((name) =>
    Object.hasOwn(model, name),
  );
  return !replaced && Object.hasOwn(Object.getPrototypeOf(model) as object, "prepareTexts");
}
