// The tiles of a large image: squares of several sizes that overlap and together cover every pixel at every size.

/** A square part of an image, in pixels. */
export interface Tile {
  /** Distance from the left edge. */
  readonly left: number;
  /** Distance from the upper edge. */
  readonly top: number;
  /** Width and height. */
  readonly size: number;
}

/**
 * Lists the tiles of each size, row after row, spaced evenly so that the last one ends at the image's edge.
 *
 * @param sizes in pixels; one larger than the image becomes the image's shorter side
 * @param overlap the smallest share that neighbors overlap, 0…0.9
 */
export function tilesOf(width: number, height: number, sizes: readonly number[], overlap: number): Tile[] {
  const fitting = new Set(sizes.map((size) => Math.min(size, width, height)));
  return [...fitting].flatMap((size) => {
    const tops = starts(height, size, overlap);
    return tops.flatMap((top) => starts(width, size, overlap).map((left) => ({ left, top, size })));
  });
}

function starts(length: number, size: number, overlap: number): number[] {
  const room = length - size;
  const gaps = Math.ceil(room / (size * (1 - overlap)));
  return Array.from({ length: gaps + 1 }, (_, i) => (gaps === 0 ? 0 : Math.round((room * i) / gaps)));
}

/** Returns the IoU of two tiles (intersection over union), 0…1. */
export function intersectionOverUnion(a: Tile, b: Tile): number {
  const across = Math.min(a.left + a.size, b.left + b.size) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.size, b.top + b.size) - Math.max(a.top, b.top);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (a.size ** 2 + b.size ** 2 - both);
}
