// State that the kernel and the page of a similarity heat map share. Binary values (`Bytes`) are typed arrays in the
// kernel and a DataView in the page.
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { ValueRange } from "../../../lib/base/drawing/minMax.js";

/** One of several matrices with equal rows and columns, such as BLEU and METEOR. */
export interface ScoreLayer extends ValueRange {
  /** Name in the menu. */
  readonly name: string;
}

/** Order of rows and columns. */
export type Order = "given" | "class";

/** Traits of a similarity heat map. */
export interface SimilarityHeatmapState<Bytes> {
  /** Heading. */
  title: string;
  /** Names and ranges of the matrices. */
  layers: readonly ScoreLayer[];
  /** 16-bit codes of each layer, row after row. */
  codes: readonly Bytes[];
  /** Index of the shown layer. */
  layer: number;
  /** Names of the images. */
  rows: readonly string[];
  /** Texts of the captions. */
  columns: readonly string[];
  /** Scene class of each image; empty if they are unknown. */
  rowClasses: readonly string[];
  /** Scene class of each caption; empty if they are unknown. */
  columnClasses: readonly string[];
  /** Row of each caption's own image, −1 for none; empty if they are unknown. */
  owners: readonly number[];
  /** Order of rows and columns. */
  order: Order;
  /** Colors of the scores. */
  colorMap: ColorMapName;
  /** The visible part, [x, y, width, height] in cells; empty for the whole matrix. */
  region: readonly number[];
  /** The latest opened cell, [row, column]; empty before. */
  selected: readonly number[];
  /** Picture of the opened row; empty for none. */
  picture: Bytes;
  /** Row of the picture, −1 for none. */
  pictured: number;
}
