// Every core widget as a typed class, widgets of one's own, and the views made for retrieval.
export { AnyWidget, type AnyWidgetOptions } from "./core/anyWidget.js";
export { hasKernelHost, WidgetError } from "./core/host.js";
export { type Change, Widget } from "./core/widget.js";
export * from "./generated/index.js";
export { Dropdown, type DropdownOptions } from "./selection.js";
export {
  type RankedPicture,
  RetrievalGallery,
  type RetrievalGalleryOptions,
} from "./views/retrievalGallery.js";
export { type MaskedImage, SalientMaskViewer } from "./views/salientMask.js";
export { SimilarityHeatmap, type SimilarityMatrix } from "./views/similarityHeatmap.js";
export { type MonitoredEpoch, type MonitoredStep, TrainingMonitor } from "./views/trainingMonitor.js";
