// Rectangles of an image that are scored as one picture each.

/** A rectangle of an image, in pixels. */
export interface Tile {
  /** Distance from the left edge. */
  readonly left: number;
  /** Distance from the upper edge. */
  readonly top: number;
  /** Width, at least 1. */
  readonly width: number;
  /** Height, at least 1. */
  readonly height: number;
}

/** A tile with its score for a query. */
export interface ScoredTile extends Tile {
  /** The model's score. The shipped models return cosines in −1…1. */
  readonly score: number;
}

/** Width and height of an image in pixels. */
export interface ImageSize {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** Returns a text that is equal for equal tiles only. */
export function tileKey({ left, top, width, height }: Tile): string {
  return `${left} ${top} ${width} ${height}`;
}

/** Returns tiles without repetitions, in the order of their first appearance. */
export function distinctTiles(tiles: readonly Tile[]): Tile[] {
  return [...new Map(tiles.map((tile) => [tileKey(tile), tile])).values()];
}

/** Returns the IoU of two tiles (intersection over union), 0…1. */
export function intersectionOverUnion(a: Tile, b: Tile): number {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Returns at most `most` tiles with an IoU below `overlap` in each pair, best first. */
export function bestTiles(
  tiles: readonly Tile[],
  scores: ArrayLike<number>,
  most = 5,
  overlap = 0.1,
): ScoredTile[] {
  const ranked = tiles.map((tile, i) => ({ ...tile, score: scores[i]! })).sort((a, b) => b.score - a.score);
  const best: ScoredTile[] = [];
  for (const tile of ranked) {
    if (best.every((better) => intersectionOverUnion(better, tile) < overlap)) best.push(tile);
    if (best.length === most) break;
  }
  return best;
}
