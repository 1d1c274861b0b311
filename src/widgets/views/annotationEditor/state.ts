// State that the kernel and the page of an annotation editor share.
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { Judgement } from "../pictures/judgement.js";
import type { Corner } from "../pictures/shapes.js";

/** Polygons of regions, in pixels of the image. */
export type Regions = readonly (readonly Corner[])[];

/** A sentence and its regions in one image. */
export interface EditedItem {
  /** The sentence. */
  readonly caption: string;
  /** File name of the image. */
  readonly image: string;
  /** A polygon for each region. */
  readonly regions: Regions;
}

/** The result of the latest attempt to save. */
export interface SaveResult {
  /** Sentence for the reader; empty before the first attempt. */
  readonly text: string;
  /** True if nothing was saved. */
  readonly failed: boolean;
}

/** Traits of an annotation editor. */
export interface AnnotationEditorState<Bytes> {
  /** Name of the file that the annotations are saved to. */
  file: string;
  /** File names of the images. */
  images: readonly string[];
  /** Index of the shown image. */
  image: number;
  /** The shown image as a JPEG file; its longer side has at most 2048 pixels. The kernel sends finer parts on demand. */
  picture: Bytes;
  /** Width of the shown image in pixels. */
  imageWidth: number;
  /** Height of the shown image in pixels. */
  imageHeight: number;
  /** The annotations of all images, in the order of the file. */
  items: readonly EditedItem[];
  /** Index of the chosen item, −1 for none. */
  item: number;
  /** True after a change that is not saved. */
  unsaved: boolean;
  /** The result of the latest attempt to save. */
  saved: SaveResult;
  /** Score map of the chosen sentence: float32 in 0…1, row after row; empty without one. */
  scores: Bytes;
  /** Cells of the score map across. */
  mapWidth: number;
  /** Cells of the score map down. */
  mapHeight: number;
  /** The four numbers of the map against the regions; null without a map or a region. */
  judgement: Judgement | null;
  /** The reason why there is no map, or empty. */
  problem: string;
  /** Opacity of the score map, 0…1. */
  opacity: number;
  /** Scores below it are not drawn, 0…1. */
  threshold: number;
  /** Colors of the score map. */
  colorMap: ColorMapName;
  /** The visible part, [x, y, width, height] in pixels of the image; empty for the whole image. */
  region: readonly number[];
}
