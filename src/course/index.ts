/**
 * Helpers of the lessons: their data set, the length of training, pictures side by side, score maps, tables, cosines and check
 * cells.
 * @module
 */
export { check } from "./check.js";
export { cosines } from "./cosines.js";
export { type CropsOptions, cropsOf } from "./crops.js";
export { courseFolder, lessonData, sampleImages } from "./data.js";
export { type Figure, type FigureOptions, figures } from "./figures.js";
export { lessonLength, trainFor } from "./length.js";
export { type MapOptions, mapPictures } from "./maps.js";
export { type MosaicOptions, type MosaicSize, writeMosaic } from "./mosaic.js";
export { type PictureOptions, picture } from "./picture.js";
export {
  type AnyScoreMap,
  drawMap,
  grayMap,
  type Peak,
  type ScoreMapPictureOptions,
  scoreMapPicture,
  type ValueMap,
} from "./scoreMaps.js";
export { type TableRow, table } from "./table.js";
