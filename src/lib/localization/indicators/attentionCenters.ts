// The attention centers of a map: the places of its highest peaks, at least 500 pixels apart.
import type { ImageSize } from "../tiles/tile.js";
import { boxMean } from "./boxMean.js";
import { peakMiddles } from "./plateaus.js";

/** A place where a map is high. */
export interface AttentionCenter {
  /** Distance from the left edge, in whole pixels. */
  readonly x: number;
  /** Distance from the upper edge, in whole pixels. */
  readonly y: number;
  /** Value of the map there, 0.5…1. */
  readonly value: number;
}

/** Times that the map is smoothed. */
const smoothings = 5;
/** Lower centers are dropped. */
const leastValue = 0.5;

/**
 * Finds the attention centers of a map. The map is smoothed five times by a mean of 50 × 50 pixels. A peak is a pixel as
 * high as the highest within 500 pixels. Peaks that touch are one center, in the middle of their pixels.
 *
 * @param gray the map as bytes, row after row
 * @returns centers by their value in the map that is not smoothed, highest first
 */
export function attentionCenters(gray: Uint8Array, size: ImageSize): AttentionCenter[] {
  const smooth = boxMean(gray, size);
  for (let i = 1; i < smoothings; i++) boxMean(smooth, size, smooth);
  return peakMiddles(smooth, size)
    .map(({ x, y }) => ({ x, y, value: gray[y * size.width + x]! / 255 }))
    .sort((a, b) => b.value - a.value)
    .filter(({ value }) => value >= leastValue);
}
