/**
 * Data sets: loading any known format, checking, converting, drawn scenes and images.
 * @module
 */
export { convertDataset, type WrittenFormat, writtenFormats } from "./convertDataset.js";
export { Dataset, type ImageRecord, type Split } from "./dataset.js";
export type { AirSltItem } from "./formats/airSltText.js";
export { type ColumnNames, columnParts } from "./formats/columns.js";
export type { DatasetFormat } from "./formats/recognizeFormat.js";
export {
  type BadImage,
  type BadImageOptions,
  type BadImagePolicy,
  BadImagesError,
  findBadImages,
} from "./images/badImages.js";
export { type DecodeImageOptions, decodeImage } from "./images/decodeImage.js";
export type { DecodeOptions, Stretch } from "./images/decodeOptions.js";
export {
  crsToPixel,
  type Georeference,
  type GeoTransform,
  pixelToCrs,
} from "./images/georeference/georeference.js";
export { listImages } from "./images/imageFiles.js";
export type { ImageSource } from "./images/imageSource.js";
export type { Raster } from "./images/resizeLikePillow.js";
export type { Resizing } from "./images/resizing.js";
export type { LargeImage, PixelSize } from "./images/windows/largeImage.js";
export { type LargeImageOptions, openLargeImage } from "./images/windows/openLargeImage.js";
export type { PixelWindow } from "./images/windows/pixelLevel.js";
export type { BadTile, BadTilePolicy } from "./images/windows/tiffLevel.js";
export {
  type DatasetInspection,
  type InspectOptions,
  inspectDataset,
  type LoadOptions,
  loadDataset,
} from "./loadDataset.js";
export { type DataProblem, DatasetError, describeProblem } from "./problems.js";
export { sceneClassOf } from "./sceneClass.js";
export { type SynthesizeLargeOptions, synthesizeLarge } from "./synthesis/large/synthesizeLarge.js";
export {
  type DrawnScenes,
  type SplitFractions,
  type SynthesizeOptions,
  synthesize,
  writeSceneObjects,
} from "./synthesis/synthesize.js";
