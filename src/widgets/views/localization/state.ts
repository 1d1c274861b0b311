// What kernel and page share of a localization viewer.
import type { ColorMapName } from "../../../lib/base/colorMaps.js";

/** A square of the image, in its pixels, and how well it fits the query. */
export interface FoundPlace {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly score: number;
}

/** The answer to a query, without the heat itself. */
export interface Found {
  /** What was asked; the empty string before. */
  readonly query: string;
  /** Cells of the heat map across and down. */
  readonly width: number;
  readonly height: number;
  readonly best: readonly FoundPlace[];
  /** Why there is no heat, where something went wrong. */
  readonly message: string;
}

export interface LocalizationState<Bytes> {
  label: string;
  /** A JPEG file of the image, no longer than 2048 pixels at its longer side. */
  picture: Bytes;
  /** Size of the image in pixels. */
  imageWidth: number;
  imageHeight: number;
  query: string;
  found: Found;
  /** The heat of the answer, 0…1, row after row, as float32. */
  heat: Bytes;
  opacity: number;
  threshold: number;
  colorMap: ColorMapName;
  /** The part that is seen, [x, y, width, height] in pixels of the image; empty for all. */
  region: readonly number[];
}
