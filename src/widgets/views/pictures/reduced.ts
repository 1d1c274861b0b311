// Score maps in the size that a page needs.
import type { CellMap } from "./judge.js";

/** Cells of the longer side of a score map that is sent to the page, at most. */
const mostCells = 512;

/** Returns a map with at most 512 cells on each side. Each of its cells has the mean of the cells that it replaces. */
export function reduced(map: CellMap): CellMap {
  const step = Math.ceil(Math.max(map.width, map.height) / mostCells);
  if (step <= 1) return map;
  const [width, height] = [Math.ceil(map.width / step), Math.ceil(map.height / step)];
  const values = new Float32Array(width * height);
  const counts = new Float32Array(width * height);
  for (let y = 0; y < map.height; y++) {
    const row = Math.floor(y / step) * width;
    for (let x = 0; x < map.width; x++) {
      const cell = row + Math.floor(x / step);
      values[cell]! += map.values[y * map.width + x]!;
      counts[cell]! += 1;
    }
  }
  return { width, height, values: values.map((sum, cell) => sum / counts[cell]!) };
}
