// A median filter, which removes the straight edges that tiles leave in a score map. Huang's method slides a histogram
// along each row, so that a wide window costs little more than a narrow one.
import type { ScoreMap } from "./scoreMap.js";

/** Values are rounded to 1/1023. */
const levels = 1024;

/** Replaces each value by the median of a square. @param radius cells on each side of the center; beyond the border the border's values repeat */
export function medianFiltered(map: ScoreMap, radius: number): ScoreMap {
  if (radius < 1) return map;
  const { width, height, values } = map;
  const level = Uint16Array.from(values, (value) => Math.round(value * (levels - 1)));
  const filtered = new Float32Array(values.length);
  const half = ((2 * radius + 1) ** 2 - 1) / 2;
  const inside = (at: number, length: number) => Math.min(length - 1, Math.max(0, at));
  for (let y = 0; y < height; y++) {
    const rows = Array.from({ length: 2 * radius + 1 }, (_, i) => inside(y + i - radius, height) * width);
    const histogram = new Uint16Array(levels);
    // The current median, and the number of values below it.
    let median = 0;
    let below = 0;
    const change = (column: number, by: 1 | -1) => {
      const x = inside(column, width);
      for (const row of rows) {
        const value = level[row + x]!;
        histogram[value]! += by;
        if (value < median) below += by;
      }
    };
    for (let column = -radius; column <= radius; column++) change(column, 1);
    for (let x = 0; x < width; x++) {
      if (x > 0) {
        change(x - radius - 1, -1);
        change(x + radius, 1);
      }
      while (below > half) {
        median -= 1;
        below -= histogram[median]!;
      }
      while (below + histogram[median]! <= half) {
        below += histogram[median]!;
        median += 1;
      }
      filtered[y * width + x] = median / (levels - 1);
    }
  }
  return { ...map, values: filtered };
}
