/**
 * Objects of images for a local branch: 20 objects of 20 numbers and the graph over them.
 * @module
 */
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
