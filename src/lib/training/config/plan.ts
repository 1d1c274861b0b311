// What a configuration file asks for, whichever of the two forms it has.
import type { ModelOptions } from "../../models/amfmn/options.js";
import type { FoldOptions } from "../folds.js";
import type { FitOptions } from "../options.js";

/** A training as data; what is undefined is left to flags and defaults. */
export interface TrainingPlan {
  /** The data set's folder or file. */
  readonly data?: string;
  readonly images?: string;
  /** A vocabulary file; without one the vocabulary is built from the training captions. */
  readonly vocabulary?: string;
  /** A checkpoint whose weights the model starts from. */
  readonly start?: string;
  readonly model?: ModelOptions;
  readonly fit: FitOptions;
  /** Every fold is trained unless one is named. */
  readonly folds?: Omit<FoldOptions, "fold"> & { readonly fold?: number };
  /** What the file says that has no effect here, in sentences. */
  readonly notes: readonly string[];
}
