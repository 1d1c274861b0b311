// Local inputs: numbers that a model reads of an image beside its pixels, such as the objects on it. Other rooms pass them
// on and do not look into them.
import type { ImageReference } from "./imageReference.js";

/** The kind of some local inputs, and the settings that determine their numbers, as JSON. A checkpoint keeps both. */
export interface LocalKind {
  /** The kind's name, such as `segments`. */
  readonly kind: string;
  /** Everything else that determines the numbers. */
  readonly settings: object;
}

/** The pixels of a batch, as the network sees them. */
export interface BatchPixels {
  /** Height and width in pixels. */
  readonly size: number;
  /** RGB in 0…1, [images, size, size, 3]. */
  readonly values: Float32Array;
}

/** A source of local inputs, which a model's family opens: a file, or a computation on the pixels. */
export interface LocalSource extends LocalKind {
  /**
   * Reads the local inputs of a batch, in the form that the model's family knows.
   *
   * @throws {DataError} that names an image without local inputs
   */
  read(images: readonly ImageReference[], pixels: BatchPixels): Promise<object>;
}

/** Local inputs of a family of models. */
export interface LocalInputs<O> {
  /**
   * Opens the source that an option names: a file, or the name of a built-in source.
   *
   * @param trained the kind that the model was trained with; undefined for a new model
   * @throws {OptionError} when models with these options read pixels alone, or there is no such source
   */
  open(name: string, options: O, trained: LocalKind | undefined): Promise<LocalSource>;
  /**
   * Returns a source that needs no file.
   *
   * @param kind the kind that a model was trained with; undefined for a new model
   * @returns undefined when models with these options read pixels alone
   * @throws {OptionError} that asks for a file when the kind needs one
   */
  builtIn(kind: LocalKind | undefined, options: O): LocalSource | undefined;
}

/** The option of functions that read images for a model. */
export interface LocalOption {
  /**
   * The images' local inputs: a file, the name of a built-in source, or a source that `openLocal` returned. By default the
   * model's own. Models that read pixels alone refuse it.
   */
  readonly local?: string | LocalSource;
}

/**
 * Returns true for a source, and false for the mere kind that a checkpoint keeps.
 *
 * @example
 * console.log(isLocalSource(model.local)); // false for a model that reads pixels alone
 */
export function isLocalSource(local: LocalKind | undefined): local is LocalSource {
  return local !== undefined && typeof (local as Partial<LocalSource>).read === "function";
}
