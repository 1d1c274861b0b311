/**
 * The names that a lesson needs: data sets, models, training, evaluation, search and localization. Each room of the library
 * has an entry of its own with the rest, such as `amfmn-lab/data`.
 * @module
 */
export {
  AmfmnError,
  CheckpointError,
  DataError,
  EngineError,
  FileError,
  OptionError,
} from "./base/errors.js";
export {
  Dataset,
  type ImageRecord,
  type ImageSource,
  loadDataset,
  type Split,
  synthesize,
} from "./data/index.js";
export { listEngines, ready } from "./engine/index.js";
export { chanceRecall, type Evaluation, evaluate } from "./evaluation/index.js";
export { TiledImage } from "./localization/index.js";
export {
  createModel,
  hasAttentionStages,
  hasGuidedTexts,
  hasSalientMask,
  hasTokenAttention,
  listModels,
  loadModel,
  type ModelName,
  type RetrievalModel,
  registerModel,
  saveCheckpoint,
  shippedModel,
} from "./models/index.js";
export { buildIndex, type ImageIndex, type SearchResult, score, search } from "./retrieval/index.js";
export { Vocabulary } from "./text/index.js";
export {
  type EpochReport,
  type FitOptions,
  fit,
  type StepReport,
  trainingVocabulary,
} from "./training/index.js";
