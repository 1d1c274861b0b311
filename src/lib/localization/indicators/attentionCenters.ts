// The attention centers of a map: the places of its highest peaks, at least 500 pixels apart.
import type { ImageSize } from "../tiles/tile.js";
import { boxMean } from "./boxMean.js";
import { peaksOf } from "./peaks.js";

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
  let smooth = gray;
  let spare: Uint8Array | undefined;
  // Two arrays take turns, because a map of 10,000² has 100 MB.
  for (let i = 0; i < smoothings; i++) {
    const means = boxMean(smooth, size, spare);
    spare = smooth === gray ? undefined : smooth;
    smooth = means;
  }
  return middles(peaksOf(smooth, size), size)
    .map(({ x, y }) => ({ x, y, value: gray[y * size.width + x]! / 255 }))
    .sort((a, b) => b.value - a.value)
    .filter(({ value }) => value >= leastValue);
}

/** Returns the middle of each group of pixels that touch, also at corners, cut to whole pixels. */
function middles(pixels: readonly number[], { width, height }: ImageSize): { x: number; y: number }[] {
  const marked = new Uint8Array(width * height);
  for (const at of pixels) marked[at] = 1;
  const found: { x: number; y: number }[] = [];
  const open: number[] = [];
  for (const start of pixels) {
    if (marked[start] === 0) continue;
    let [count, sumX, sumY] = [0, 0, 0];
    marked[start] = 0;
    open.push(start);
    for (let k = open.pop(); k !== undefined; k = open.pop()) {
      const x = k % width;
      const y = (k - x) / width;
      count += 1;
      sumX += x;
      sumY += y;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const near = row * width + column;
          if (marked[near] === 0) continue;
          marked[near] = 0;
          open.push(near);
        }
      }
    }
    found.push({ x: Math.floor(sumX / count), y: Math.floor(sumY / count) });
  }
  return found;
}
