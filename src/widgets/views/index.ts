// Entry `amfmn-lab/views`: views of data sets, models, training runs and search results.
export { type ColorMapName, colorMapNames } from "../../lib/base/drawing/colorMaps.js";
export type { ValueRange } from "../../lib/base/drawing/minMax.js";
export {
  AnnotationEditor,
  type AnnotationEditorLook,
  type AnnotationEditorOptions,
} from "./annotationEditor/model.js";
export type { AnnotationEditorState, EditedItem, Regions, SaveResult } from "./annotationEditor/state.js";
export { DatasetBars } from "./datasetBars/model.js";
export type { BarStatistics, DatasetBarsState } from "./datasetBars/state.js";
export type { RecordFilter } from "./datasetBrowser/filter.js";
export { DatasetBrowser, type DatasetBrowserOptions } from "./datasetBrowser/model.js";
export type { ClassCount, DatasetBrowserState, ShownPage, ShownRecord } from "./datasetBrowser/state.js";
export {
  type LocalizationLook,
  type LocalizationOptions,
  LocalizationViewer,
  type LocateControl,
  type LocatedScores,
} from "./localization/model.js";
export type {
  LocalizationProgress,
  LocalizationState,
  Located,
} from "./localization/state.js";
export type { CellMap } from "./pictures/judge.js";
export type { FourNumbers, Judgement } from "./pictures/judgement.js";
export type { Circle, Corner, Shapes } from "./pictures/shapes.js";
export { type RerankScores, RerankViewer, type RerankViewerOptions } from "./rerankViewer/model.js";
export type { RankedCandidate, WeightedTerms } from "./rerankViewer/ranking.js";
export type {
  RerankCandidate,
  RerankDirection,
  RerankQuestion,
  RerankViewerState,
} from "./rerankViewer/state.js";
export type { IndexSearchOptions } from "./retrievalGallery/indexSearch.js";
export { RetrievalGallery } from "./retrievalGallery/model.js";
export type { RetrievalGalleryOptions } from "./retrievalGallery/options.js";
export type {
  CaptionAnswer,
  PictureAnswer,
  RankedCaption,
  RankedPicture,
  RetrievalGalleryState,
} from "./retrievalGallery/state.js";
export {
  type MaskedImage,
  type NamedPicture,
  type SalientMaskOptions,
  SalientMaskViewer,
  type SquareMask,
  type StagedMask,
} from "./salientMask/model.js";
export { type MaskStage, maskStages } from "./salientMask/stages.js";
export type { SalientMaskState, StageKind, StageShape } from "./salientMask/state.js";
export {
  type OpenedPair,
  SimilarityHeatmap,
  type SimilarityHeatmapOptions,
  type SimilarityMatrix,
} from "./similarityHeatmap/model.js";
export type { Order, ScoreLayer, SimilarityHeatmapState } from "./similarityHeatmap/state.js";
export { type MonitoredEpoch, TrainingMonitor } from "./trainingMonitor/model.js";
export type { MonitoredStep, Recalls, ValidationRecalls } from "./trainingMonitor/state.js";
