// A score map as the rectangles between the edges of its tiles. All pixels of such a rectangle have the same tiles over
// them, so that the exact mean is computed once for each rectangle and not once for each pixel.
import type { ImageSize, Tile } from "../tiles/tile.js";

/** A function of the pixels of an image that is constant within the rectangles of a grid. */
export interface Surface extends ImageSize {
  /** Left edges of the columns, in pixels, ascending from 0, and the image's width as the last entry. */
  readonly xs: Int32Array;
  /** Upper edges of the rows, in pixels, ascending from 0, and the image's height as the last entry. */
  readonly ys: Int32Array;
  /** One value for each rectangle, row after row; NaN in those that no tile covers. */
  readonly values: Float64Array;
}

/**
 * Returns the mean score of the tiles over each pixel. The scores are summed in the order of the tiles, as the authors'
 * loop does.
 *
 * @param scores one for each tile
 */
export function meanSurface(image: ImageSize, tiles: readonly Tile[], scores: ArrayLike<number>): Surface {
  const xs = edges(
    image.width,
    tiles.flatMap(({ left, width }) => [left, left + width]),
  );
  const ys = edges(
    image.height,
    tiles.flatMap(({ top, height }) => [top, top + height]),
  );
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  const columnAt = new Map(Array.from(xs, (x, i) => [x, i]));
  const rowAt = new Map(Array.from(ys, (y, i) => [y, i]));
  const values = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (const [i, { left, top, width, height }] of tiles.entries()) {
    const [x0, x1] = [columnAt.get(left)!, columnAt.get(left + width)!];
    const [y0, y1] = [rowAt.get(top)!, rowAt.get(top + height)!];
    const score = scores[i]!;
    for (let y = y0; y < y1; y++) {
      for (let k = y * columns + x0; k < y * columns + x1; k++) {
        values[k]! += score;
        counts[k]! += 1;
      }
    }
  }
  for (let k = 0; k < values.length; k++) values[k]! /= counts[k]!;
  return { ...image, xs, ys, values };
}

function edges(length: number, inner: readonly number[]): Int32Array {
  return Int32Array.from(new Set([0, length, ...inner])).sort();
}

/**
 * Returns a surface over cells instead of pixels. A cell has the value of the pixel at its center.
 *
 * @param cellSize width and height of a cell in pixels
 */
export function surfaceOfCells(surface: Surface, cellSize: number): Surface {
  if (cellSize === 1) return surface;
  const [width, height] = [surface.width, surface.height].map((length) => Math.ceil(length / cellSize)) as [
    number,
    number,
  ];
  // A column covers the cells whose centers lie in it. The center of the last cell may lie outside of the image.
  const cells = (edge: Int32Array, count: number) =>
    edge.map((at, i) => (i === edge.length - 1 ? count : Math.min(count, Math.ceil(at / cellSize - 0.5))));
  const across = kept(cells(surface.xs, width));
  const down = kept(cells(surface.ys, height));
  const columns = surface.xs.length - 1;
  const values = Float64Array.from({ length: across.from.length * down.from.length }, (_, k) => {
    const row = down.from[Math.floor(k / across.from.length)]!;
    return surface.values[row * columns + across.from[k % across.from.length]!]!;
  });
  return { width, height, xs: across.edges, ys: down.edges, values };
}

/** Drops the columns without a cell. */
function kept(edges: Int32Array): { readonly edges: Int32Array; readonly from: readonly number[] } {
  const from = [...edges.keys()].slice(0, -1).filter((i) => edges[i + 1]! > edges[i]!);
  return { edges: Int32Array.from([...from.map((i) => edges[i]!), edges.at(-1)!]), from };
}

/** The scores that 0 and 1 of a scaled surface mean. */
export interface ScoreRange {
  /** The least score. */
  readonly low: number;
  /** The greatest score. */
  readonly high: number;
}

/** A surface in 0…1. */
export interface ScaledSurface {
  /** Values in 0…1. */
  readonly surface: Surface;
  /** The scores of 0 and 1. */
  readonly range: ScoreRange;
}

/**
 * Subtracts the least value, then divides by the greatest, in the order of the authors' code.
 *
 * All values become 0 where all scores are equal to within rounding. There the authors' code divides 0 by 0.
 *
 * @param unexplored score of the pixels that no tile covers; by default they become 0 and take no part in the range
 */
export function scaledSurface(surface: Surface, unexplored?: number): ScaledSurface {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of surface.values) {
    const score = Number.isNaN(value) ? unexplored : value;
    if (score === undefined) continue;
    if (score < low) low = score;
    if (score > high) high = score;
  }
  if (low > high) [low, high] = [0, 0];
  const range = high - low;
  const isFlat = range <= leastRange * Math.max(Math.abs(low), Math.abs(high));
  const values = surface.values.map((value) => {
    const score = Number.isNaN(value) ? (unexplored ?? low) : value;
    return isFlat ? 0 : (score - low) / range;
  });
  return { surface: { ...surface, values }, range: { low, high } };
}

/** Ranges below this share of the scores are rounding errors of float32 means. */
const leastRange = 1e-9;

/** Calls a function for each row of pixels, with the index of the row's values in `surface.values`. */
export function forEachRow(surface: Surface, visit: (y: number, first: number) => void): void {
  const columns = surface.xs.length - 1;
  for (let row = 0; row + 1 < surface.ys.length; row++) {
    for (let y = surface.ys[row]!; y < surface.ys[row + 1]!; y++) visit(y, row * columns);
  }
}

/** Returns one value for each pixel, row after row. */
export function pixelsOf(surface: Surface): Float32Array {
  return spread(surface, new Float32Array(surface.width * surface.height));
}

/** Returns one byte for each pixel of a surface of whole numbers in 0…255, row after row. */
export function bytePixelsOf(surface: Surface): Uint8Array {
  return spread(surface, new Uint8Array(surface.width * surface.height));
}

/** Writes the value of each pixel and returns the pixels. */
function spread<Pixels extends Float32Array | Uint8Array>(surface: Surface, pixels: Pixels): Pixels {
  const { width, xs, values } = surface;
  forEachRow(surface, (y, first) => {
    for (let column = 0; column + 1 < xs.length; column++) {
      pixels.fill(values[first + column]!, y * width + xs[column]!, y * width + xs[column + 1]!);
    }
  });
  return pixels;
}
