// Reads a window in less than its resolution, with few of its rows in memory.
import type { Raster } from "../resizeLikePillow.js";
import type { PixelLevel, PixelWindow } from "./pixelLevel.js";

/** Pixels that are read together. */
const mostPixels = 2 ** 22;

/**
 * Reads a window and replaces squares of pixels by their mean, as far as the result stays larger than a size.
 *
 * @param size the least width and height of the result
 */
export async function shrunk(
  level: PixelLevel,
  window: PixelWindow,
  size: { readonly width: number; readonly height: number },
): Promise<Raster> {
  const factor = Math.floor(Math.min(window.width / size.width, window.height / size.height));
  if (factor < 2) return level.read(window);
  const [width, height] = [Math.ceil(window.width / factor), Math.ceil(window.height / factor)];
  const data = new Uint8Array(3 * width * height);
  const { blockHeight } = level;
  const squares = Math.max(1, Math.floor(mostPixels / window.width / factor));
  let row = 0;
  while (row < height) {
    const top = window.top + row * factor;
    // A part ends where a strip ends, so that no strip is decoded twice.
    const end = Math.min(window.top + window.height, top + squares * factor);
    const aligned = Math.floor(end / blockHeight) * blockHeight;
    const wished = aligned > top ? Math.ceil((aligned - top) / factor) : squares;
    const rows = Math.min(height - row, Math.max(1, wished));
    const part = { ...window, top, height: Math.min(window.top + window.height - top, rows * factor) };
    addMeans(await level.read(part), factor, data.subarray(3 * width * row), width);
    row += rows;
  }
  return { data, width, height };
}

function addMeans(part: Raster, factor: number, to: Uint8Array, width: number): void {
  const sums = new Uint32Array(3 * width);
  for (let first = 0, row = 0; first < part.height; first += factor, row++) {
    const last = Math.min(part.height, first + factor);
    sums.fill(0);
    for (let y = first; y < last; y++) {
      let from = 3 * y * part.width;
      for (let column = 0; column < width; column++) {
        const end = 3 * (y * part.width + Math.min(part.width, (column + 1) * factor));
        const at = 3 * column;
        for (; from < end; from += 3) {
          sums[at]! += part.data[from]!;
          sums[at + 1]! += part.data[from + 1]!;
          sums[at + 2]! += part.data[from + 2]!;
        }
      }
    }
    for (let column = 0; column < width; column++) {
      const pixels = (last - first) * (Math.min(part.width, (column + 1) * factor) - column * factor);
      for (let k = 0; k < 3; k++) {
        const at = 3 * column + k;
        to[3 * row * width + at] = Math.round(sums[at]! / pixels);
      }
    }
  }
}
