// The mean of the square around each pixel, as OpenCV's `blur` computes it for bytes.
import { mirrored } from "../maps/gaussian.js";
import type { ImageSize } from "../tiles/tile.js";

/** Width of the window in pixels. It reaches from 25 pixels before a pixel to 24 after it. */
const window = 50;
const before = window / 2;

/** Rounded means by sum. OpenCV multiplies in float32 and rounds halves to even numbers. */
const meanOfSum = Uint8ClampedArray.from({ length: 255 * window ** 2 + 1 }, (_, sum) =>
  Math.fround(sum * Math.fround(1 / window ** 2)),
);

/**
 * Returns the mean of the 50 × 50 pixels around each pixel, rounded to bytes. The border is mirrored without its own pixels.
 *
 * Sums of columns slide from row to row, and their sum slides along the row, so that the work does not depend on the window.
 *
 * @param bytes row after row
 */
export function boxMean(bytes: Uint8Array, { width, height }: ImageSize): Uint8Array {
  const result = new Uint8Array(bytes.length);
  const table = meanOfSum;
  const rowOf = Int32Array.from({ length: height + window }, (_, i) => mirrored(i - before, height) * width);
  const columns = new Int32Array(width);
  for (let i = 0; i < window; i++) {
    const row = rowOf[i]!;
    for (let x = 0; x < width; x++) columns[x]! += bytes[row + x]!;
  }
  // Sums of columns with their mirrored border.
  const padded = new Int32Array(width + window);
  const borders = [...padded.keys()].filter((i) => i < before || i >= before + width);
  const sources = borders.map((i) => mirrored(i - before, width));
  for (let y = 0; y < height; y++) {
    padded.set(columns, before);
    for (let k = 0; k < borders.length; k++) padded[borders[k]!] = columns[sources[k]!]!;
    let sum = 0;
    for (let i = 0; i < window; i++) sum += padded[i]!;
    const to = y * width;
    for (let x = 0; x < width; x++) {
      result[to + x] = table[sum]!;
      sum += padded[x + window]! - padded[x]!;
    }
    const leaving = rowOf[y]!;
    const entering = rowOf[y + window]!;
    for (let x = 0; x < width; x++) columns[x]! += bytes[entering + x]! - bytes[leaving + x]!;
  }
  return result;
}
