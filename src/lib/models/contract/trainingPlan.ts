// A training as data, as a configuration file describes it.
import type { BadImagePolicy } from "../../data/images/badImages.js";
import type { DecodeOptions } from "../../data/images/decodeOptions.js";
import type { TrainingRecipe } from "./recipe.js";
import type { ModelOptions } from "./retrievalModel.js";

/** Options of a run that a configuration file may set besides the recipe. */
export interface PlannedRun extends TrainingRecipe, DecodeOptions {
  /** The policy for images that cannot be decoded. */
  readonly onBadImage?: BadImagePolicy;
  /** Seed of batches, crops and dropout. */
  readonly seed?: number;
  /** Number of worker threads that prepare batches. */
  readonly threads?: number;
  /** Epochs between two measurements on the validation split. */
  readonly validateEvery?: number;
  /** Measurements without a better score before the run stops. */
  readonly patience?: number;
  /** The images' local inputs: a file, or the name of a built-in source. */
  readonly local?: string;
  /** Folder of checkpoints and logs. */
  readonly out?: string;
  /** Continues the run in the folder. */
  readonly resume?: boolean;
  /** Replaces a run that is in the folder. */
  readonly overwrite?: boolean;
  /** Lets a resumed run go on with other data. */
  readonly allowChangedData?: boolean;
  /** Lets a resumed run go on with other options. */
  readonly allowChangedOptions?: boolean;
}

/** Folds that a configuration file asks for. */
export interface PlannedFolds {
  /** Number of folds. */
  readonly folds: number;
  /** The one fold to train, from 0; all of them by default. */
  readonly fold?: number;
  /** The way to choose held-out images, see `FoldOptions`. */
  readonly by?: "random" | "partition";
}

/** A training as data. Flags and defaults decide the undefined settings. */
export interface TrainingPlan {
  /** The data set's folder or file. */
  readonly data?: string;
  /** The images' folder. */
  readonly images?: string;
  /** A vocabulary file; by default the vocabulary is built from the training captions. */
  readonly vocabulary?: string;
  /** A checkpoint whose weights the model starts from. */
  readonly start?: string;
  /** Options of a new model. Beside `start`, the checkpoint must have them. */
  readonly model?: ModelOptions;
  /** Names of the options that the file sets, of a model that has defaults for the others. By default all are set. */
  readonly named?: readonly string[];
  /** Options for `fit`. */
  readonly fit: PlannedRun;
  /** The folds to train; without it the data set's own split. */
  readonly folds?: PlannedFolds;
  /** Sentences about settings of the file that have no effect here. */
  readonly notes: readonly string[];
}
