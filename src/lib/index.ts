// The library's public names: data, engines, the model, training, evaluation and checkpoints.

export { type NamedSimilarity, similarityPng } from "./analysis/figures/similarityFigure.js";
export { sixBarsPng, sixBarsSvg } from "./analysis/figures/sixBarsFigure.js";
export {
  type HeatMap,
  type Localization,
  Scene,
  type SceneOptions,
  type ScoredSlice,
  type Slice,
} from "./analysis/localization/index.js";
export {
  sentenceLengths,
  type WordFrequency,
  type WordFrequencyOptions,
  wordFrequencies,
} from "./analysis/statistics/captionWords.js";
export {
  type DatasetStatistics,
  datasetStatistics,
  type StatisticsOptions,
} from "./analysis/statistics/datasetStatistics.js";
export {
  type NearDuplicate,
  type NearDuplicateOptions,
  nearDuplicates,
} from "./analysis/statistics/nearDuplicates.js";
export {
  type Bar,
  type Disagreement,
  describeDisagreement,
  disagreements,
  type PaperFigures,
  paperFigures,
  paperFiguresOf,
  sixBars,
  sixBarsMarkdown,
} from "./analysis/statistics/sixBars.js";
export { type CachedSimilarityOptions, cachedTextSimilarity } from "./analysis/textSimilarity/cache.js";
export {
  captionSimilarity,
  type MeasureOptions,
  type SimilarityMeasure,
  similarityMeasures,
} from "./analysis/textSimilarity/measure.js";
export {
  type TextSimilarity,
  type TextSimilarityOptions,
  textSimilarity,
} from "./analysis/textSimilarity/textSimilarity.js";
export { type LoadCheckpointOptions, loadCheckpoint, saveCheckpoint } from "./checkpoint/checkpoint.js";
export { loadImageNetWeights } from "./checkpoint/imageNet.js";
export { exportReleased } from "./checkpoint/released.js";
export { convertDataset, type WrittenForm, writtenForms } from "./data/convertDataset.js";
export type { Dataset, ImageRecord, Split } from "./data/dataset.js";
export { decodeImage } from "./data/decodeImage.js";
export {
  type DatasetInspection,
  type InspectOptions,
  inspectDataset,
  type LoadOptions,
  loadDataset,
} from "./data/loadDataset.js";
export type { DatasetForm } from "./data/loaders/recognise.js";
export { type DataProblem, DatasetError, describeProblem } from "./data/problems.js";
export { sceneClassOf } from "./data/sceneClass.js";
export { type SynthesizeOptions, synthesize } from "./data/synthesis/synthesize.js";
export { Vocabulary, type VocabularyJson } from "./data/vocabulary.js";
export { type EngineName, type EngineReport, listEngines, ready } from "./engine/engines.js";
export { measureEngine } from "./engine/measure.js";
export {
  AmfmnError,
  CheckpointError,
  CheckpointKeysError,
  DataError,
  EngineError,
  type KeyDifferences,
  LoaderError,
  OptionError,
} from "./errors.js";
export { pixelTensor } from "./evaluation/encode.js";
export { chanceRecall, type EvaluateOptions, type Evaluation, evaluate } from "./evaluation/evaluate.js";
export { type DirectionMetrics, type RecallMetrics, recallMetrics } from "./evaluation/recall.js";
export { buildIndex, type ImageIndex, type SearchResult, search } from "./evaluation/search.js";
export { type NpyArray, readNpy, writeNpy } from "./files/npy.js";
export { type GuidedAttention, guidedAttentions } from "./layers/guidedAttention.js";
export type { FeatureMaps } from "./layers/resnet.js";
export type { VisualSelfAttention } from "./layers/visualSelfAttention.js";
export { type DynamicMarginOptions, dynamicMargins, paperMargin } from "./losses/dynamicMargin.js";
export { type HingeOptions, hingeLoss } from "./losses/hinge.js";
export { type Ablation, ablations } from "./model/ablations.js";
export type { Amfmn } from "./model/amfmn.js";
export { createModel } from "./model/createModel.js";
export {
  type ModelConfigName,
  type ModelOptions,
  modelConfigs,
  type PaperOptions,
  type ReleasedOptions,
} from "./model/options.js";
export { completeQuery, pickKeywords, type TextQuery } from "./model/query.js";
export { shippedCheckpoint, shippedModel } from "./model/shippedModel.js";
export { ModelSummary, type SummaryRow } from "./model/summary/summary.js";
export { type BleuOptions, type SmoothingMethod, sentenceBleu, smoothingMethods } from "./text/bleu.js";
export { type MeteorOptions, meteor } from "./text/meteor.js";
export { porterStem } from "./text/porterStem.js";
export { stopWords } from "./text/stopWords.js";
export { tokenize } from "./text/tokenize.js";
export { WordNet } from "./text/wordNet.js";
export { type Augmentation, augmentations } from "./training/augmentation.js";
export { checkModelName } from "./training/config/ownOptions.js";
export type { TrainingPlan } from "./training/config/plan.js";
export { readTrainingPlan } from "./training/config/readPlan.js";
export { DivergenceError, fit } from "./training/fit.js";
export { type FoldOptions, withFold } from "./training/folds.js";
export type {
  CaptionSimilarity,
  EpochReport,
  FitOptions,
  StepReport,
} from "./training/options.js";
export {
  type AblationResult,
  recipeOf,
  type TrainAblationsOptions,
  trainAblations,
  trainingVocabulary,
} from "./training/recipes.js";
export { learningRateAt, type Schedule, type ScheduleOptions, schedules } from "./training/schedule.js";
