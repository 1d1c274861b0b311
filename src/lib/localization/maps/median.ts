// The median filter of a surface, which removes the straight edges that tiles leave in a score map. A histogram slides
// along each row (Huang, 1979). A column that enters or leaves it has as many parts as rows of the surface, not of pixels.

import { stretchesWithin } from "./stretches.js";
import type { Surface } from "./surface.js";

/**
 * Returns the median of the square around each pixel. Beyond the border the border's pixels repeat.
 *
 * @param levels a surface of whole numbers in 0…255
 * @param radius pixels on each side of the center
 * @returns one byte for each pixel, row after row
 */
export function medianOf(levels: Surface, radius: number): Uint8Array {
  const { width, height, xs } = levels;
  const columns = xs.length - 1;
  const bytes = Uint8Array.from(levels.values);
  const result = new Uint8Array(width * height);
  const columnAt = columnOfPixels(xs, width);
  const side = 2 * radius + 1;
  const half = (side * side - 1) / 2;
  for (let y = 0; y < height; y++) {
    const rows = stretchesWithin(levels.ys, y - radius, y + radius, height);
    const histogram = new Int32Array(256);
    // The current median, and the number of pixels below it.
    let median = 0;
    let below = 0;
    const change = (column: number, times: number) => {
      for (let i = 0; i < rows.length; i += 2) {
        const level = bytes[rows[i]! * columns + column]!;
        const count = times * rows[i + 1]!;
        histogram[level]! += count;
        if (level < median) below += count;
      }
    };
    const first = stretchesWithin(xs, -radius, radius, width);
    for (let i = 0; i < first.length; i += 2) change(first[i]!, first[i + 1]!);
    for (let x = 0; x < width; x++) {
      if (x > 0) {
        const leaving = columnAt[Math.max(0, x - radius - 1)]!;
        const entering = columnAt[Math.min(width - 1, x + radius)]!;
        if (leaving !== entering) {
          change(leaving, -1);
          change(entering, 1);
        }
      }
      while (below > half) {
        median -= 1;
        below -= histogram[median]!;
      }
      while (below + histogram[median]! <= half) {
        below += histogram[median]!;
        median += 1;
      }
      result[y * width + x] = median;
    }
  }
  return result;
}

/** Returns the column of the surface of each pixel of a row. */
function columnOfPixels(xs: Int32Array, width: number): Int32Array {
  const columns = new Int32Array(width);
  for (let column = 0; column + 1 < xs.length; column++) columns.fill(column, xs[column]!, xs[column + 1]!);
  return columns;
}
