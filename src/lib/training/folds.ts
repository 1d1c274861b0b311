// Which training images are held out for validation: at random as the released code does, or fold by fold.

import { OptionError } from "../base/errors.js";
import { Random } from "../base/random.js";
import { Dataset } from "../data/dataset.js";

export interface FoldOptions {
  /** How many folds there are, 5 as released. */
  readonly folds: number;
  /** Which one, from 0. */
  readonly fold: number;
  /**
   * `random` as released: each fold holds out a new random fifth (1 ÷ folds), so that an image may be held out
   * twice or never. `partition`: each training image is held out in exactly one fold.
   */
  readonly by?: "random" | "partition";
  readonly seed?: number;
}

/**
 * The data set with its training and validation images split anew; test images stay as they are.
 * @throws {OptionError} when the fold is not there, or there are more folds than training images
 */
export function withFold(dataset: Dataset, { folds, fold, by = "random", seed = 1 }: FoldOptions): Dataset {
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
