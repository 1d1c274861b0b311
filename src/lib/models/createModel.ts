// From options to a model: the one place that knows which network belongs to which options.
import type { Vocabulary } from "../text/vocabulary.js";
import type { Amfmn } from "./amfmn/amfmn.js";
import { checkModelOptions, type ModelOptions } from "./amfmn/options.js";
import { PaperAmfmn } from "./amfmn/paper/paperAmfmn.js";
import { ReleasedAmfmn } from "./amfmn/released/releasedAmfmn.js";

/**
 * A new model with random weights; the same seed gives the same ones on every engine.
 *
 * @example
 * const model = createModel(modelConfigs["lesson/small"], Vocabulary.build(captions), 1);
 *
 * @throws {OptionError} when an option is outside of its range
 */
export function createModel(options: ModelOptions, vocabulary: Vocabulary, seed = 1): Amfmn {
  return build(options, vocabulary, seed);
}

/** A model whose weights are zero, to be filled from a file. @throws {OptionError} as `createModel` */
export function createEmptyModel(options: ModelOptions, vocabulary: Vocabulary): Amfmn {
  return build(options, vocabulary);
}

function build(options: ModelOptions, vocabulary: Vocabulary, seed?: number): Amfmn {
  checkModelOptions(options);
  return options.network === "paper"
    ? new PaperAmfmn(options, vocabulary, seed)
    : new ReleasedAmfmn(options, vocabulary, seed);
}
