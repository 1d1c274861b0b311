// The maximum of the square around each pixel, in a number of comparisons that does not depend on the square (van Herk,
// 1992; Gil and Werman, 1993): the line is divided into blocks as wide as the window. A window then reaches over the end of
// one block and the beginning of the next one, whose maxima run once over all pixels.
import type { ImageSize } from "../tiles/tile.js";

/**
 * Returns the maximum of a square around each pixel. The square is cut at the border. SciPy's `maximum_filter` mirrors the
 * border instead, with the same result, because the mirrored pixels are inside of the square anyway.
 *
 * @param bytes row after row
 * @param window width of the square in pixels, even; it reaches from window / 2 before a pixel to window / 2 − 1 after it
 */
export function windowMaximum(bytes: Uint8Array, { width, height }: ImageSize, window: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  alongRows(bytes, result, width, height, window);
  downColumns(result, width, height, window);
  return result;
}

function alongRows(
  bytes: Uint8Array,
  result: Uint8Array,
  width: number,
  height: number,
  window: number,
): void {
  const before = window / 2;
  const blocks = Math.ceil((width + window) / window);
  const line = new Uint8Array(blocks * window);
  const beginnings = new Uint8Array(line.length);
  const ends = new Uint8Array(line.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    line.set(bytes.subarray(row, row + width), before);
    for (let first = 0; first < line.length; first += window) {
      let most = 0;
      for (let i = first; i < first + window; i++) {
        if (line[i]! > most) most = line[i]!;
        beginnings[i] = most;
      }
      most = 0;
      for (let i = first + window - 1; i >= first; i--) {
        if (line[i]! > most) most = line[i]!;
        ends[i] = most;
      }
    }
    for (let x = 0; x < width; x++) {
      result[row + x] = Math.max(ends[x]!, beginnings[x + window - 1]!);
    }
  }
}

/** Replaces each value by the maximum of its column's window. Whole rows are compared, because memory is read by rows. */
function downColumns(values: Uint8Array, width: number, height: number, window: number): void {
  const before = window / 2;
  const beginnings = values.slice();
  const ends = values.slice();
  // Row i of the padded image is the row i − before. Rows of the padding are 0.
  const isBlockStart = (y: number) => (y + before) % window === 0;
  for (let y = 1; y < height; y++) {
    if (!isBlockStart(y)) maximum(beginnings, y * width, beginnings, (y - 1) * width, width);
  }
  for (let y = height - 2; y >= 0; y--) {
    if (!isBlockStart(y + 1)) maximum(ends, y * width, ends, (y + 1) * width, width);
  }
  for (let y = 0; y < height; y++) {
    // A block's end in the padding above begins with the first row, and its beginning below ends with the last row.
    const top = Math.max(0, y - before);
    const bottom = Math.min(height - 1, y + before - 1);
    values.set(ends.subarray(top * width, top * width + width), y * width);
    maximum(values, y * width, beginnings, bottom * width, width);
  }
}

/** Raises the values of one row to those of another one. */
function maximum(to: Uint8Array, at: number, from: Uint8Array, start: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = from[start + i]!;
    if (value > to[at + i]!) to[at + i] = value;
  }
}
