// The mean of the square around each pixel, as OpenCV's `blur` computes it for bytes.
import { mirrored } from "../maps/gaussian.js";
import type { ImageSize } from "../tiles/tile.js";

/** Width of the window in pixels. It reaches from 25 pixels before a pixel to 24 after it. */
const window = 50;
const before = window / 2;

/** Rounded means by sum. OpenCV multiplies in float32 and rounds halves to even numbers. */
const meanOfSum = new Uint8Array(
  Uint8ClampedArray.from({ length: 255 * window ** 2 + 1 }, (_, sum) =>
    Math.fround(sum * Math.fround(1 / window ** 2)),
  ),
);

/** Number of rows that are kept when the means replace them. A window reaches 25 rows back, also mirrored ones. */
const keptRows = window + 2;

/**
 * Returns the mean of the 50 × 50 pixels around each pixel, rounded to bytes. The border is mirrored without its own pixels.
 *
 * Sums of columns slide from row to row, and their sum slides along the row, so that the work does not depend on the window.
 *
 * @param bytes row after row
 * @param result memory for the means, which may be `bytes`
 */
export function boxMean(
  bytes: Uint8Array,
  { width, height }: ImageSize,
  result: Uint8Array = new Uint8Array(bytes.length),
): Uint8Array {
  const lines = Math.min(height, keptRows);
  const kept = new Uint8Array(lines * width);
  let written = 0;
  const lineOf = (array: Uint8Array, line: number) => array.subarray(line * width, (line + 1) * width);
  const rowOf = (y: number) => {
    const row = mirrored(y, height);
    return row < written ? lineOf(kept, row % lines) : lineOf(bytes, row);
  };
  const columns = new Int32Array(width);
  const none = new Uint8Array(width);
  for (let y = -before; y < window - before; y++) moveColumns(columns, rowOf(y), none);
  const sums = new Int32Array(width + window);
  const borders = [...sums.keys()].filter((i) => i < before || i >= before + width);
  const sources = borders.map((i) => mirrored(i - before, width));
  for (let y = 0; y < height; y++) {
    sums.set(columns, before);
    for (const [k, border] of borders.entries()) sums[border] = columns[sources[k]!]!;
    lineOf(kept, y % lines).set(lineOf(bytes, y));
    written = y + 1;
    slideAlong(lineOf(result, y), sums);
    moveColumns(columns, rowOf(y + window - before), rowOf(y - before));
  }
  return result;
}

// The two loops over pixels are functions of their own, which V8 compiles to twice the speed.

/** Moves the sums of columns by one row. */
function moveColumns(columns: Int32Array, entering: Uint8Array, leaving: Uint8Array): void {
  for (let x = 0; x < columns.length; x++) columns[x]! += entering[x]! - leaving[x]!;
}

/** Writes the rounded means of a row. @param sums of columns, with their mirrored border */
function slideAlong(row: Uint8Array, sums: Int32Array): void {
  // V8 reads constants of a module again in every iteration.
  const [side, means] = [window, meanOfSum];
  let sum = 0;
  for (let i = 0; i < side; i++) sum += sums[i]!;
  for (let x = 0; x < row.length; x++) {
    row[x] = means[sum]!;
    sum += sums[x + side]! - sums[x]!;
  }
}
