/**
 * Training: `fit` and its options, folds, schedules, comparisons of models, and option files.
 * @module
 */
export { LoaderError } from "../base/errors.js";
export { type CompareModelsOptions, compareModels, type ModelComparison } from "./compareModels.js";
export { readTrainingPlan } from "./config/readPlan.js";
export { fit } from "./fit.js";
export { type FoldOptions, withFold } from "./folds.js";
export { learningRateAt, type ScheduleOptions } from "./optimization/schedule.js";
export type {
  CaptionSimilarity,
  DynamicMarginChoice,
  EpochReport,
  FitOptions,
  StepPosition,
  StepReport,
  StepValue,
} from "./options.js";
export { DivergenceError } from "./run/divergence.js";
export { trainingVocabulary } from "./trainingVocabulary.js";
