// The pixels that are the highest of the square around them. The maxima of blocks of pixels decide most of them: a square
// holds the three blocks on each side of its pixel's block as a whole, and cuts the fourth ones.
import type { ImageSize } from "../tiles/tile.js";

/** Side of a block in pixels. A square is 8 blocks wide: 500 pixels before its pixel, and 499 after it. */
const side = 125;
/** Blocks on each side that a square holds as a whole. */
const whole = 3;
/** Length of a row in the summed differences of a block. */
const stride = side + 1;

/** Maxima of the blocks of an image. */
interface Blocks extends ImageSize {
  readonly bytes: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly maxima: Uint8Array;
}

/** A block with peaks: its columns in the image, its highest value, and counts above 0 for pixels that are no peaks. */
interface HighBlock {
  readonly left: number;
  readonly right: number;
  readonly high: number;
  readonly rejected: Int32Array | undefined;
}

/**
 * Finds the pixels above 0 that are as high as the highest within 500 pixels. They come as runs of neighbors in a row,
 * because a flat map of 10,000² pixels has 10⁸ peaks, which are 10,000 runs.
 *
 * @param visit receives a row, the first column of a run and the column after its last one, in the order of the pixels
 */
export function forEachPeakRun(
  bytes: Uint8Array,
  size: ImageSize,
  visit: (y: number, from: number, end: number) => void,
): void {
  const blocks = blockMaxima(bytes, size);
  for (let row = 0; row < blocks.rows; row++) {
    const high = highBlocks(blocks, row);
    if (high.length === 0) continue;
    const top = row * side;
    for (let y = top; y < Math.min(size.height, top + side); y++) {
      const line = bytes.subarray(y * size.width, (y + 1) * size.width);
      forEachRunOfLine(line, high, (y - top) * stride, (from, end) => visit(y, from, end));
    }
  }
}

/** Returns the blocks of a row of blocks that can have peaks. */
function highBlocks(blocks: Blocks, row: number): HighBlock[] {
  const found: HighBlock[] = [];
  for (let column = 0; column < blocks.columns; column++) {
    const high = blocks.maxima[row * blocks.columns + column]!;
    if (high === 0 || high < greatestAround(blocks, row, column, whole)) continue;
    const isSure = high >= greatestAround(blocks, row, column, whole + 1);
    const rejected = isSure ? undefined : rejectedPixels(blocks, row, column, high);
    found.push({ left: column * side, right: Math.min(blocks.width, (column + 1) * side), high, rejected });
  }
  return found;
}

/** Calls a function for each run of peaks in a line of pixels. @param first place of the line in `rejected` */
function forEachRunOfLine(
  line: Uint8Array,
  blocks: readonly HighBlock[],
  first: number,
  visit: (from: number, end: number) => void,
): void {
  let [from, end] = [0, 0];
  for (const { left, right, high, rejected } of blocks) {
    for (let x = left; x < right; x++) {
      if (line[x] !== high || (rejected && rejected[first + x - left]! > 0)) continue;
      if (x !== end) {
        if (end > from) visit(from, end);
        from = x;
      }
      end = x + 1;
    }
  }
  if (end > from) visit(from, end);
}

function blockMaxima(bytes: Uint8Array, { width, height }: ImageSize): Blocks {
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const maxima = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const first = Math.floor(y / side) * columns;
    for (let column = 0; column < columns; column++) {
      const start = y * width + column * side;
      const end = y * width + Math.min(width, (column + 1) * side);
      maxima[first + column] = Math.max(maxima[first + column]!, greatest(bytes, start, end));
    }
  }
  return { bytes, width, height, columns, rows, maxima };
}

function greatest(bytes: Uint8Array, start: number, end: number): number {
  let most = 0;
  for (let k = start; k < end; k++) if (bytes[k]! > most) most = bytes[k]!;
  return most;
}

/** Returns the greatest maximum of the blocks at most so many blocks away. */
function greatestAround(
  { columns, rows, maxima }: Blocks,
  row: number,
  column: number,
  distance: number,
): number {
  let most = 0;
  for (let y = Math.max(0, row - distance); y <= Math.min(rows - 1, row + distance); y++) {
    for (let x = Math.max(0, column - distance); x <= Math.min(columns - 1, column + distance); x++) {
      most = Math.max(most, maxima[y * columns + x]!);
    }
  }
  return most;
}

/** Calls a function for each pixel of a block, with its place in the image and in the block. */
function forEachPixel(
  { width, height }: ImageSize,
  row: number,
  column: number,
  visit: (at: number, i: number, j: number) => void,
): void {
  const [columns, rows] = [Math.min(side, width - column * side), Math.min(side, height - row * side)];
  for (let j = 0; j < rows; j++) {
    const start = (row * side + j) * width + column * side;
    for (let i = 0; i < columns; i++) visit(start + i, i, j);
  }
}

/**
 * Finds the pixels of a block whose square reaches a pixel above a value in the blocks that squares cut. Each such pixel
 * rejects a rectangle of the block. The rectangles are added up by summed differences.
 *
 * @returns counts, [126, 126]
 */
function rejectedPixels(blocks: Blocks, row: number, column: number, value: number): Int32Array {
  const counts = new Int32Array(stride * stride);
  // The block on the lower side is cut from the pixel's own place on, and the block on the upper side ends before it.
  const reach = (offset: number, place: number): readonly [first: number, end: number] => {
    if (offset < -whole) return [0, place + 1];
    return offset > whole ? [place + 1, side] : [0, side];
  };
  const far = whole + 1;
  for (let y = Math.max(0, row - far); y <= Math.min(blocks.rows - 1, row + far); y++) {
    for (let x = Math.max(0, column - far); x <= Math.min(blocks.columns - 1, column + far); x++) {
      if (blocks.maxima[y * blocks.columns + x]! <= value) continue;
      forEachPixel(blocks, y, x, (at, i, j) => {
        if (blocks.bytes[at]! <= value) return;
        const [left, right] = reach(x - column, i);
        const [top, bottom] = reach(y - row, j);
        counts[top * stride + left]! += 1;
        counts[top * stride + right]! -= 1;
        counts[bottom * stride + left]! -= 1;
        counts[bottom * stride + right]! += 1;
      });
    }
  }
  for (let k = 0; k < counts.length; k++) if (k % stride > 0) counts[k]! += counts[k - 1]!;
  for (let k = stride; k < counts.length; k++) counts[k]! += counts[k - stride]!;
  return counts;
}
