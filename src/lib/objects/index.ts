/**
 * Objects of images for a local branch: 20 objects of 20 numbers and the graph over them.
 * @module
 */

export { type BoxOptions, boxObjects, openBoxes } from "./boxes/boxSource.js";
export type { UnknownClasses } from "./boxes/classes.js";
export type { BoxList, ImageBoxes, ObjectBox } from "./boxes/objectBox.js";
export { readBoxes } from "./boxes/readBoxes.js";
export { withImages } from "./boxes/withImages.js";
export { writeBoxes } from "./boxes/writeBoxes.js";
export {
  type DetectedObjectsOptions,
  type DetectObjectsOptions,
  detectedObjects,
  detectObjects,
} from "./detector/detectObjects.js";
export { type Detector, openDetector } from "./detector/detector.js";
export type { DetectorOptions } from "./detector/detectorOptions.js";
export { type DetectorForm, detectorForms } from "./detector/outputForm.js";
export { type ImageObject, imageObjects, type ObjectScene } from "./figures/imageObjects.js";
export { type ObjectsFigureOptions, objectsPng, objectsSvg } from "./figures/objectsFigure.js";
export { normalizeEdges } from "./normalizeEdges.js";
export {
  type ObjectGraphs,
  type ObjectImage,
  type ObjectKind,
  type ObjectPixels,
  type ObjectSettings,
  type ObjectSource,
  objectChannels,
  objectCount,
  objectKinds,
} from "./objectSource.js";
export { type OpenObjectsOptions, openObjects } from "./openObjects.js";
export type { ObjectMatrices } from "./released/objectTable.js";
export { releasedObjects } from "./released/releasedSource.js";
export { type ImageObjects, writeReleasedObjects } from "./released/writeReleased.js";
export { grid, type ImageSegments, segmentImage, segments } from "./segments/segmentSource.js";
