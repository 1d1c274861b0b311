// The typed errors of the library. Every message has the form "name: expected …, found …; do …", which the command line
// prints as it is.

import { listFirst } from "./listFirst.js";

/**
 * Base class of every error that bad input causes. Any other error is a defect of the library.
 *
 * @example
 * try {
 *   await loadDataset("none");
 * } catch (error) {
 *   if (error instanceof AmfmnError) console.log(error.message);
 * }
 */
export class AmfmnError extends Error {
  override name = "AmfmnError";
}

/** A data set, image or caption file is missing or does not match its format. */
export class DataError extends AmfmnError {
  override name = "DataError";
}

/** A checkpoint cannot be read or does not match the model. */
export class CheckpointError extends AmfmnError {
  override name = "CheckpointError";
}

/** Differences between the tensors of a checkpoint and those of a model, by the names in the file. */
export interface KeyDifferences {
  /** Tensors of the model that the file lacks. */
  readonly missing: readonly string[];
  /** Tensors of the file that the model lacks. */
  readonly unexpected: readonly string[];
  /** Tensors of another shape, each with the found and the expected shape. */
  readonly misshapen: readonly string[];
}

/** The tensors of a checkpoint are not those of the model. */
export class CheckpointKeysError extends CheckpointError implements KeyDifferences {
  override name = "CheckpointKeysError";
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly string[];

  /** @param advice end of the message, such as `; load it with …` */
  constructor(file: string, { missing, unexpected, misshapen }: KeyDifferences, advice = "") {
    const lists = Object.entries({ missing, unexpected, misshapen }).filter(([, keys]) => keys.length > 0);
    const text = lists.map(([what, keys]) => `${what}: ${listFirst(keys, 6)}`).join("; ");
    super(`${file}: its tensors are not those of the model (${text})${advice}.`);
    this.missing = missing;
    this.unexpected = unexpected;
    this.misshapen = misshapen;
  }
}

/** An option or argument is unknown or outside of its range. */
export class OptionError extends AmfmnError {
  override name = "OptionError";
}

/** A tensor engine is missing or does not work on this machine. */
export class EngineError extends AmfmnError {
  override name = "EngineError";
}

/** A thread that prepares batches has died several times on the same images. */
export class LoaderError extends AmfmnError {
  override name = "LoaderError";
}
