// What kernel and page share of a similarity heat map. Binary values are `Bytes`: typed arrays on the kernel's side,
// a DataView in the page.
import type { ColorMapName } from "../../../lib/base/colorMaps.js";
import type { ValueRange } from "../../../lib/base/minMax.js";

/** One matrix of those that can be chosen, such as BLEU and METEOR; all have the same rows and columns. */
export interface Layer extends ValueRange {
  readonly name: string;
}

export type Order = "given" | "class";

export interface SimilarityHeatmapState<Bytes> {
  title: string;
  layers: readonly Layer[];
  /** 16-bit codes of each layer, row after row. */
  codes: readonly Bytes[];
  /** Which layer is shown. */
  layer: number;
  /** What each row (an image) is called, and what each column (a caption) says. */
  rows: readonly string[];
  columns: readonly string[];
  /** The class of each row and of each column; empty where none is known. */
  rowClasses: readonly string[];
  columnClasses: readonly string[];
  /** For each column the row it belongs to; empty where that is not known. */
  owners: readonly number[];
  order: Order;
  colorMap: ColorMapName;
  /** The part that is seen, [x, y, width, height] in cells; empty for all. */
  region: readonly number[];
  /** The cell that was opened last, [row, column]; empty before. */
  selected: readonly number[];
  /** The picture of the opened row; empty where there is none. */
  picture: Bytes;
  /** The row that the picture belongs to, −1 for none. */
  pictured: number;
}
