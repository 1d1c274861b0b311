// The tiles of the methods: the grids of the authors' code, evenly spaced grids, and the fine tiles of the second version.
import { distinctTiles, type ImageSize, type Tile } from "./tile.js";

/** Side of the coarse tiles of v2, in pixels. */
export const coarseStep = 512;
/** Half the sides of the fine tiles of v2, in pixels. */
const fineHalves = [64, 128];

/**
 * Lists the tiles of v1 (`generate_selo`): for each step two grids without overlap, the second one shifted by half a step
 * both ways. The last tile of a row or a column moves back to the border. Equal tiles count once.
 *
 * A step that is larger than the image becomes the image's width or height.
 *
 * @param steps sides of the tiles in pixels
 */
export function diagonalGrids({ width, height }: ImageSize, steps: readonly number[]): Tile[] {
  return distinctTiles(
    steps.flatMap((step) =>
      [0, Math.floor(step / 2)].flatMap((offset) => {
        const lefts = startsInside(width, step, offset);
        const tops = startsInside(height, step, offset);
        const size = { width: Math.min(step, width), height: Math.min(step, height) };
        return grid(lefts, tops, size);
      }),
    ),
  );
}

/**
 * Lists the tiles of v1 with the rectangles that the authors' code cuts where an image is smaller than a step. A start is
 * then negative, and NumPy counts it from the other end: 600 pixels at step 768 are cut from 432 to 600.
 */
export function releasedDiagonalGrids(image: ImageSize, steps: readonly number[]): Tile[] {
  return distinctTiles(
    steps.flatMap((step) => [0, Math.floor(step / 2)].flatMap((offset) => releasedGrid(image, step, offset))),
  );
}

/** Lists the coarse tiles of v2 as the authors' code cuts them. */
export function releasedCoarseGrid(image: ImageSize): Tile[] {
  return releasedGrid(image, coarseStep, 0);
}

/** Lists the coarse tiles of v2: one grid without overlap. */
export function coarseGrid({ width, height }: ImageSize): Tile[] {
  const lefts = startsInside(width, coarseStep, 0);
  const tops = startsInside(height, coarseStep, 0);
  return grid(lefts, tops, { width: Math.min(coarseStep, width), height: Math.min(coarseStep, height) });
}

/**
 * Lists the fine tiles around a coarse one (`generate_selo_v2`): two squares around each of nine points, its corners, its
 * quarter points and its center. Squares shift inward at the upper and left border, and are cut at the other two.
 */
export function fineTiles({ width, height }: ImageSize, { left, top, width: w, height: h }: Tile): Tile[] {
  const at = (start: number, length: number, share: number) => start + Math.floor(length * share);
  const points = [
    ...[0, 1].flatMap((y) => [0, 1].map((x) => [x, y] as const)),
    ...[0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => [x, y] as const)),
    [0.5, 0.5] as const,
  ];
  return points.flatMap(([x, y]) =>
    fineHalves.map((half) => {
      const x0 = Math.max(0, at(left, w, x) - half);
      const y0 = Math.max(0, at(top, h, y) - half);
      return {
        left: x0,
        top: y0,
        width: Math.min(x0 + 2 * half, width) - x0,
        height: Math.min(y0 + 2 * half, height) - y0,
      };
    }),
  );
}

/**
 * Lists tiles that overlap by a share or more, row after row, spaced evenly so that the last one ends at the border.
 *
 * @param sizes in pixels; one larger than the image becomes the image's width or height
 * @param overlap the smallest share that neighbors overlap, 0…0.9
 */
export function evenGrids({ width, height }: ImageSize, sizes: readonly number[], overlap: number): Tile[] {
  return distinctTiles(
    sizes.flatMap((size) => {
      const [w, h] = [Math.min(size, width), Math.min(size, height)];
      return grid(evenStarts(width, w, overlap), evenStarts(height, h, overlap), { width: w, height: h });
    }),
  );
}

function evenStarts(length: number, size: number, overlap: number): number[] {
  const room = length - size;
  const gaps = Math.ceil(room / (size * (1 - overlap)));
  return Array.from({ length: gaps + 1 }, (_, i) => (gaps === 0 ? 0 : Math.round((room * i) / gaps)));
}

function starts(length: number, step: number, offset: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((length - offset) / step)) },
    (_, i) => offset + i * step,
  );
}

/** Returns the starts of tiles inside of an axis: 0 alone for one that is not longer than a tile. */
function startsInside(length: number, step: number, offset: number): number[] {
  return length <= step ? [0] : starts(length, step, offset).map((start) => Math.min(start, length - step));
}

function grid(lefts: readonly number[], tops: readonly number[], size: ImageSize): Tile[] {
  return tops.flatMap((top) => lefts.map((left) => ({ left, top, ...size })));
}

function releasedGrid({ width, height }: ImageSize, step: number, offset: number): Tile[] {
  const spans = (length: number) =>
    starts(length, step, offset).map((start) => {
      const from = Math.min(start, length - step);
      return { from: from < 0 ? Math.max(0, from + length) : from, to: from + step };
    });
  const [across, down] = [spans(width), spans(height)];
  return down.flatMap((y) =>
    across.map((x) => ({ left: x.from, top: y.from, width: x.to - x.from, height: y.to - y.from })),
  );
}
