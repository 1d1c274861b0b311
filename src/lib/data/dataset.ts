// A data set in memory: every loader makes one, and models, training, evaluation and statistics read it.
import { OptionError } from "../base/errors.js";
import type { DecodeOptions } from "./images/decodeOptions.js";
import type { DataProblem } from "./problems.js";

/** The part of a data set that a record belongs to: training, validation or test. */
export type Split = "train" | "val" | "test";

/** The splits in the order in which files list them. */
export const splits: readonly Split[] = ["train", "val", "test"];

/** One image with its captions. */
export interface ImageRecord {
  /** File name as the data set writes it, such as `airport_12.tif`. */
  readonly filename: string;
  /** Path of the image file on this machine. */
  readonly path: string;
  /** Usually five sentences, in the order of the caption file. */
  readonly captions: readonly string[];
  /** One to five keywords such as `gray port`, or none in a data set without keywords. */
  readonly keywords: readonly string[];
  /** Class of the scene. Most data sets write it in the file name: `airport_12.tif` is an `airport`. */
  readonly sceneClass: string;
  /** Part of the data set that the image belongs to. */
  readonly split: Split;
  /** Bands and stretch of the image, when the data set was loaded with them. */
  readonly decoding?: DecodeOptions;
}

/**
 * Images with their captions. A data set holds captions and paths, never pixels.
 *
 * @example
 * const dataset = await loadDataset("RSITMD");
 * const test = dataset.split("test");
 * console.log(test.name, test.records.length, test.captions.length);
 */
export class Dataset {
  /**
   * @param name of the data set, as tables and messages print it
   * @param records one for each image
   * @param warnings problems that the loader found and that leave the data usable, such as blank sentences
   * @param files that the captions were read from; none for a data set that was made in memory
   */
  constructor(
    readonly name: string,
    readonly records: readonly ImageRecord[],
    readonly warnings: readonly DataProblem[] = [],
    readonly files: readonly string[] = [],
  ) {}

  /** Captions of all records in the order of the records. */
  get captions(): string[] {
    return this.records.flatMap(({ captions }) => captions);
  }

  /** Paths of the images in the order of the records. */
  get paths(): string[] {
    return this.records.map(({ path }) => path);
  }

  /**
   * Returns the records of one split as a data set of the same name, with the warnings about them.
   *
   * @returns an empty data set when no record belongs to the split
   * @throws {OptionError} for an unknown split
   * @example
   * const queries = dataset.split("val").captions;
   */
  split(split: Split): Dataset {
    if (!splits.includes(split)) {
      throw new OptionError(
        `split: expected one of ${splits.join(", ")}, found "${split}"; name one of them.`,
      );
    }
    const records = this.records.filter((record) => record.split === split);
    const filenames = new Set(records.map(({ filename }) => filename));
    const warnings = this.warnings.filter(
      ({ filename }) => filename === undefined || filenames.has(filename),
    );
    return new Dataset(this.name, records, warnings, this.files);
  }
}
