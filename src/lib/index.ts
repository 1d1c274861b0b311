// The library's public names: data, engines, the model, training, evaluation and checkpoints.

export { ConfigSection } from "./base/configSection.js";
export {
  AmfmnError,
  CheckpointError,
  CheckpointKeysError,
  DataError,
  EngineError,
  type KeyDifferences,
  LoaderError,
  OptionError,
} from "./base/errors.js";
export { type NpyArray, readNpy, writeNpy } from "./base/npy.js";
export { convertDataset, type WrittenFormat, writtenFormats } from "./data/convertDataset.js";
export { Dataset, type ImageRecord, type Split } from "./data/dataset.js";
export type { DatasetFormat } from "./data/formats/recognizeFormat.js";
export { decodeImage } from "./data/images/decodeImage.js";
export type { ImageSource } from "./data/images/imageSource.js";
export {
  type DatasetInspection,
  type InspectOptions,
  inspectDataset,
  type LoadOptions,
  loadDataset,
} from "./data/loadDataset.js";
export { type DataProblem, DatasetError, describeProblem } from "./data/problems.js";
export { sceneClassOf } from "./data/sceneClass.js";
export { type SplitFractions, type SynthesizeOptions, synthesize } from "./data/synthesis/synthesize.js";
export {
  type EngineName,
  type EngineReport,
  listEngines,
  type ReadyOptions,
  ready,
} from "./engine/engines.js";
export { measureEngine } from "./engine/measure.js";
export { chanceRecall, type EvaluateOptions, type Evaluation, evaluate } from "./evaluation/evaluate.js";
export { type DirectionMetrics, type RecallMetrics, recallMetrics } from "./evaluation/recall.js";
export { ScoreMatrix, type SubmatrixChoice } from "./evaluation/scoreMatrix.js";
export {
  type Localization,
  type ScoredTile,
  type ScoreMap,
  type Tile,
  TiledImage,
  type TiledImageOptions,
} from "./localization/index.js";
export { type DynamicMarginOptions, dynamicMargins, paperMargin } from "./losses/dynamicMargin.js";
export { type HingeOptions, hingeLoss } from "./losses/hinge.js";
export { Amfmn } from "./models/amfmn/amfmn.js";
export { type GuidedAttention, guidedAttentions } from "./models/amfmn/guidedAttention.js";
export { type Ablation, ablations } from "./models/amfmn/paper/ablations.js";
export type { PaperAttention, TextBranch } from "./models/amfmn/paper/guidedAttention.js";
export type { PaperOptions } from "./models/amfmn/paper/options.js";
export { PaperAmfmn } from "./models/amfmn/paper/paperAmfmn.js";
export type { ReleasedOptions } from "./models/amfmn/released/options.js";
export { ReleasedAmfmn } from "./models/amfmn/released/releasedAmfmn.js";
export type { VisualSelfAttention } from "./models/amfmn/salientGate.js";
export { exportCheckpoint, type LoadModelOptions, loadModel, saveCheckpoint } from "./models/checkpoint.js";
export { BaseModel, DualEncoder, type ModelSetup } from "./models/contract/baseModel.js";
export {
  type AttentionStages,
  type AttentionStagesModel,
  type GuidedTextsModel,
  hasAttentionStages,
  hasGuidedTexts,
  hasSalientMask,
  hasTokenAttention,
  type SalientMaskModel,
  type TokenAttentionModel,
  type TokenWeight,
} from "./models/contract/capabilities.js";
export {
  type ImageBatch,
  type ImageInputs,
  type ImageReference,
  type ImageTensors,
  type InputArray,
  requireInput,
  toTensors,
} from "./models/contract/imageInputs.js";
export type {
  ForeignCheckpoints,
  ForeignOptionFiles,
  ModelConfig,
  ModelFamily,
} from "./models/contract/modelFamily.js";
export {
  type Augmentation,
  augmentations,
  type Schedule,
  schedules,
  type TrainingRecipe,
} from "./models/contract/recipe.js";
export type { ModelOptions, RetrievalModel } from "./models/contract/retrievalModel.js";
export type { PlannedFolds, PlannedRun, TrainingPlan } from "./models/contract/trainingPlan.js";
export { defaultModel } from "./models/families.js";
export { loadImageNetWeights } from "./models/imageNetWeights.js";
export {
  type CreateModelOptions,
  createModel,
  listModels,
  type ModelName,
  type ModelOf,
  modelConfig,
  type RegisterModelOptions,
  registerModel,
} from "./models/registry.js";
export { shippedCheckpoint, shippedModel } from "./models/shippedModel.js";
export type { SummaryRow } from "./models/summary/layers.js";
export { ModelSummary } from "./models/summary/summary.js";
export type { FeatureMaps } from "./nn/images/resnet.js";
export { Linear } from "./nn/linear.js";
export { l2Normalize } from "./nn/normalize.js";
export { type ParameterOwner, Parameters } from "./nn/parameters.js";
export { type NamedSimilarity, similarityPng } from "./reports/figures/similarityFigure.js";
export { sixBarsPng, sixBarsSvg } from "./reports/figures/sixBarsFigure.js";
export {
  sentenceLengths,
  type WordFrequency,
  type WordFrequencyOptions,
  wordFrequencies,
} from "./reports/statistics/captionWords.js";
export {
  type DatasetStatistics,
  datasetStatistics,
  type StatisticsOptions,
} from "./reports/statistics/datasetStatistics.js";
export {
  type NearDuplicate,
  type NearDuplicateOptions,
  nearDuplicates,
} from "./reports/statistics/nearDuplicates.js";
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
} from "./reports/statistics/sixBars.js";
export { type EncodeOptions, encodeImages, encodeTexts, imageTensors } from "./retrieval/encode.js";
export { buildIndex, type ImageIndex, type IndexedImage } from "./retrieval/imageIndex.js";
export { score } from "./retrieval/score.js";
export { type SearchResult, search } from "./retrieval/search.js";
export { similarityMatrix } from "./retrieval/similarityMatrix.js";
export { type CachedSimilarityOptions, cachedTextSimilarity } from "./similarity/cache.js";
export {
  captionSimilarity,
  type MeasureOptions,
  type SimilarityMeasure,
  similarityMeasures,
} from "./similarity/measure.js";
export {
  type TextSimilarity,
  type TextSimilarityOptions,
  textSimilarity,
} from "./similarity/textSimilarity.js";
export {
  type BleuOptions,
  type SmoothingMethod,
  sentenceBleu,
  smoothingMethods,
} from "./text/measures/bleu.js";
export { type MeteorOptions, meteor } from "./text/measures/meteor.js";
export { porterStem } from "./text/measures/porterStem.js";
export { WordNet } from "./text/measures/wordNet.js";
export { type CompleteQuery, completeQuery, pickKeywords, sentenceOf, type TextQuery } from "./text/query.js";
export { stopWords } from "./text/stopWords.js";
export { tokenize } from "./text/tokenize.js";
export type { Tokenizer } from "./text/tokenizer.js";
export {
  Vocabulary,
  type VocabularyDifferences,
  type VocabularyJson,
  type VocabularyOptions,
} from "./text/vocabulary.js";
export { type CompareModelsOptions, compareModels, type ModelComparison } from "./training/compareModels.js";
export { readTrainingPlan } from "./training/config/readPlan.js";
export { DivergenceError, fit } from "./training/fit.js";
export { type FoldOptions, withFold } from "./training/folds.js";
export { learningRateAt, type ScheduleOptions } from "./training/optimization/schedule.js";
export type {
  CaptionSimilarity,
  EpochReport,
  FitOptions,
  StepPosition,
  StepReport,
  StepValue,
} from "./training/options.js";
export { trainingVocabulary } from "./training/trainingVocabulary.js";
