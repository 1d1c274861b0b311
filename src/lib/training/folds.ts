// Holds out training images for validation: at random, as the released code does, or fold by fold.

import { OptionError } from "../base/errors.js";
import { Random, requireSeed } from "../base/random.js";
import { Dataset } from "../data/dataset.js";

/** Options of `withFold`. */
export interface FoldOptions {
  /** Number of folds, 5 as released. */
  readonly folds: number;
  /** The fold to hold out, from 0. */
  readonly fold: number;
  /**
   * `random`, as released, holds out a new random share (1 ÷ folds) in each fold, so that an image may be held out twice or
   * never. `partition` holds out each training image in exactly one fold. `random` by default.
   */
  readonly by?: "random" | "partition";
  /** Seed of the random choice, 0 … 2³² − 1; 1 by default. */
  readonly seed?: number;
}

/**
 * Splits training and validation images again. Test images do not change.
 *
 * @example
 * const fold = withFold(dataset, { folds: 5, fold: 0 });
 * console.log(fold.split("val").records.length);
 *
 * @throws {OptionError} when the fold does not exist, or there are more folds than training images
 */
export function withFold(dataset: Dataset, { folds, fold, by = "random", seed = 1 }: FoldOptions): Dataset {
  requireSeed(seed);
  const pool = dataset.records.filter(({ split }) => split !== "test");
  if (!Number.isInteger(folds) || folds < 2 || folds > pool.length) {
    throw new OptionError(`folds: expected a whole number in 2…${pool.length}, found ${folds}.`);
  }
  if (!Number.isInteger(fold) || fold < 0 || fold >= folds) {
    throw new OptionError(`fold: expected a whole number in 0…${folds - 1}, found ${fold}.`);
  }
  const order = new Random(seed, by === "random" ? fold : -1).shuffle([...pool.keys()]);
  const [first, end] =
    by === "random"
      ? [Math.floor(pool.length * (1 - 1 / folds)), pool.length]
      : [Math.floor((pool.length * fold) / folds), Math.floor((pool.length * (fold + 1)) / folds)];
  const held = new Set(order.slice(first, end).map((index) => pool[index]));
  const records = dataset.records.map((record) =>
    record.split === "test" ? record : ({ ...record, split: held.has(record) ? "val" : "train" } as const),
  );
  return new Dataset(dataset.name, records, dataset.warnings);
}
