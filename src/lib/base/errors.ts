// The typed errors of the library. Every message has the form "name: expected …, found …; do …", which the command line
// prints as it is.

import { listFirst } from "./messages/listFirst.js";

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
  /** Name of the class. */
  override readonly name: string = this.constructor.name;
}

/**
 * A data set, image or caption file is missing or does not match its format.
 *
 * @example
 * try {
 *   await decodeImage("missing.tif", 64);
 * } catch (error) {
 *   if (error instanceof DataError) console.log(error.message);
 * }
 */
export class DataError extends AmfmnError {}

/**
 * A checkpoint cannot be read or does not match the model.
 *
 * @example
 * try {
 *   await loadModel("port_1.png");
 * } catch (error) {
 *   if (error instanceof CheckpointError) console.log(error.message);
 * }
 */
export class CheckpointError extends AmfmnError {}

/** Differences between the tensors of a checkpoint and those of a model, by the names in the file. */
export interface KeyDifferences {
  /** Tensors of the model that the file lacks. */
  readonly missing: readonly string[];
  /** Tensors of the file that the model lacks. */
  readonly unexpected: readonly string[];
  /** Tensors of another shape, each with the found and the expected shape. */
  readonly misshapen: readonly string[];
}

/**
 * The tensors of a checkpoint are not those of the model.
 *
 * @example
 * try {
 *   await loadModel("runs/best.safetensors");
 * } catch (error) {
 *   if (error instanceof CheckpointKeysError) console.log(error.missing, error.unexpected);
 * }
 */
export class CheckpointKeysError extends CheckpointError implements KeyDifferences {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly string[];

  /**
   * @param file name of the checkpoint
   * @param differences lists of tensors
   * @param advice end of the message. Default: `; load it into the model that wrote it`.
   */
  constructor(
    file: string,
    { missing, unexpected, misshapen }: KeyDifferences,
    advice = "; load it into the model that wrote it",
  ) {
    const lists = Object.entries({ missing, unexpected, misshapen }).filter(([, keys]) => keys.length > 0);
    const text = lists.map(([kind, keys]) => `${kind} ${listFirst(keys, 6)}`).join("; ");
    super(`${file}: expected the tensors of the model, found differences (${text})${advice}.`);
    this.missing = missing;
    this.unexpected = unexpected;
    this.misshapen = misshapen;
  }
}

/**
 * An option or argument is unknown or outside of its range.
 *
 * @example
 * try {
 *   sentenceBleu([["a", "port"]], ["a", "port"], { order: 0 });
 * } catch (error) {
 *   if (error instanceof OptionError) console.log(error.message);
 * }
 */
export class OptionError extends AmfmnError {}

/**
 * A tensor engine is missing or does not work on this machine.
 *
 * @example
 * try {
 *   await ready({ engine: "tensorflow" });
 * } catch (error) {
 *   if (error instanceof EngineError) await ready({ engine: "wasm" });
 * }
 */
export class EngineError extends AmfmnError {}

/**
 * A thread that prepares batches has died several times on the same images.
 *
 * @example
 * try {
 *   await fit(model, dataset, { epochs: 1 });
 * } catch (error) {
 *   if (error instanceof LoaderError) await fit(model, dataset, { epochs: 1, threads: 0 });
 * }
 */
export class LoaderError extends AmfmnError {}

/**
 * A file or folder cannot be read or written: it is missing, read-only, on a full disk, or in use by another run.
 *
 * @example
 * try {
 *   await saveCheckpoint("missing/best.safetensors", model);
 * } catch (error) {
 *   if (error instanceof FileError) console.log(error.code); // ENOENT
 * }
 */
export class FileError extends AmfmnError {
  /**
   * @param file the file or folder
   * @param code code of the operating system such as `ENOSPC`
   */
  constructor(
    message: string,
    /** The file or folder. */
    readonly file: string,
    /** Code of the operating system such as `ENOSPC`. Undefined when the library refused the file. */
    readonly code?: string,
  ) {
    super(message);
  }
}
