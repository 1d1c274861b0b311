// The typed errors of the library. Each message names the file or argument, what was expected,
// what was found and what to do, so that the command line can print it as its one sentence.

import { listFirst } from "./listFirst.js";

/** The base of every error that bad input causes; anything else that is thrown is a defect of ours. */
export class AmfmnError extends Error {
  override name = "AmfmnError";
}

/** A data set, an image or a caption file that does not fit its form. */
export class DataError extends AmfmnError {
  override name = "DataError";
}

/** A checkpoint that cannot be read or does not fit the model. */
export class CheckpointError extends AmfmnError {
  override name = "CheckpointError";
}

/** How a checkpoint's tensors differ from what the model has; names as the file writes them. */
export interface KeyDifferences {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** Each with the shape that was found and the one expected. */
  readonly misshapen: readonly string[];
}

/** A checkpoint whose tensors are not those of the model: which are missing, unexpected or misshapen. */
export class CheckpointKeysError extends CheckpointError implements KeyDifferences {
  override name = "CheckpointKeysError";
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly string[];

  constructor(file: string, { missing, unexpected, misshapen }: KeyDifferences, advice = "") {
    const lists = Object.entries({ missing, unexpected, misshapen }).filter(([, keys]) => keys.length > 0);
    const text = lists.map(([what, keys]) => `${what}: ${listFirst(keys, 6)}`).join("; ");
    super(`${file}: its tensors are not those of the model (${text})${advice}.`);
    this.missing = missing;
    this.unexpected = unexpected;
    this.misshapen = misshapen;
  }
}

/** An option or argument outside its range, or an unknown one. */
export class OptionError extends AmfmnError {
  override name = "OptionError";
}

/** A tensor engine that is not there or does not work on this machine. */
export class EngineError extends AmfmnError {
  override name = "EngineError";
}

/** A thread that prepares batches died again and again, and its work cannot be had. */
export class LoaderError extends AmfmnError {
  override name = "LoaderError";
}
