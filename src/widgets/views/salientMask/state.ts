// State that the kernel and the page of a salient mask viewer share.
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";

/** Meaning of a stage's values: places of the picture, or channels of the embedding. */
export type StageKind = "places" | "channels";

/** Name and size of a stage. */
export interface StageShape {
  /** Name in the menu. */
  readonly name: string;
  /** Meaning of the values. */
  readonly kind: StageKind;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

/** Traits of a salient mask viewer. */
export interface SalientMaskState<Bytes> {
  /** Name of each image. */
  labels: readonly string[];
  /** PNG or JPEG file of each image. */
  pictures: readonly Bytes[];
  /** The stages, equal for all images. */
  stages: readonly StageShape[];
  /** Values as float32 in 0…1: all stages of the first image, all of the second, … */
  maps: readonly Bytes[];
  /** Index of the shown stage. */
  stage: number;
  /** Opacity of the mask, 0…1. */
  opacity: number;
  /** Values below it are not drawn, 0…1. */
  threshold: number;
  /** Colors of the mask. */
  colorMap: ColorMapName;
}
