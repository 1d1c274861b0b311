// Entry `amfmn-lab/views`: views of data sets, models, training runs and search results.
export { type ColorMapName, colorMapNames } from "../../lib/base/colorMaps.js";
export { DatasetBars } from "./datasetBars/model.js";
export type { BarStatistics } from "./datasetBars/state.js";
export { DatasetBrowser, type DatasetBrowserOptions } from "./datasetBrowser/model.js";
export { type LocalizationOptions, LocalizationViewer, type LocatedScores } from "./localization/model.js";
export { RetrievalGallery, type RetrievalGalleryOptions } from "./retrievalGallery/model.js";
export type { RankedCaption, RankedPicture } from "./retrievalGallery/state.js";
export { type MaskedImage, type SalientMaskOptions, SalientMaskViewer } from "./salientMask/model.js";
export { type MaskStage, maskStages } from "./salientMask/stages.js";
export { type OpenedPair, SimilarityHeatmap, type SimilarityMatrix } from "./similarityHeatmap/model.js";
export { type MonitoredEpoch, TrainingMonitor } from "./trainingMonitor/model.js";
export type { MonitoredStep } from "./trainingMonitor/state.js";
