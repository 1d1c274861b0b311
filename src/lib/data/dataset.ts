// What every loader returns and everything else consumes: images with their captions.
import type { DataProblem } from "./problems.js";

/** The part of a data set that a record belongs to. */
export type Split = "train" | "val" | "test";

/** One image with all that is said about it. */
export interface ImageRecord {
  /** The file name as the data set writes it, such as `airport_12.tif`. */
  readonly filename: string;
  /** Where the image lies on this machine. */
  readonly path: string;
  /** Usually five sentences, in the order of the file. */
  readonly captions: readonly string[];
  /** One to five keywords such as `gray port`; empty where the data set has none. */
  readonly keywords: readonly string[];
  /** The scene class, taken from the file name (`airport_12.tif` is an `airport`). */
  readonly sceneClass: string;
  readonly split: Split;
}

/** A data set in memory: captions and paths, never pixels. */
export interface Dataset {
  readonly name: string;
  readonly records: readonly ImageRecord[];
  /** What was noticed while it was read and leaves it usable, such as blank sentences. */
  readonly warnings?: readonly DataProblem[];
}
