// What kernel and page share of a salient mask viewer.
import type { ColorMapName } from "../../../lib/base/colorMaps.js";

/** Where the values of a stage belong: to places of the picture, or to channels of the embedding. */
export type StageKind = "places" | "channels";

/** One stage of one image, as the page knows it. */
export interface StageShape {
  readonly name: string;
  readonly kind: StageKind;
  readonly width: number;
  readonly height: number;
}

export interface SalientMaskState<Bytes> {
  labels: readonly string[];
  /** A PNG or JPEG file for each label. */
  pictures: readonly Bytes[];
  /** The stages, the same for every image. */
  stages: readonly StageShape[];
  /** Values in 0…1 as float32: those of the first image's stages, then of the second's, … */
  maps: readonly Bytes[];
  /** Which stage is shown. */
  stage: number;
  /** Strength of the overlay, 0…1. */
  opacity: number;
  /** Values below it are not drawn, 0…1. */
  threshold: number;
  colorMap: ColorMapName;
}
