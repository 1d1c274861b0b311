// Spreads the scores of tiles over the image. Each cell has the mean score of the tiles that cover it.
import { minMaxScale } from "../base/drawing/minMax.js";
import type { Tile } from "./tiles.js";

/** A score for each cell of an image. */
export interface ScoreMap {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** Width and height of a cell in pixels. */
  readonly cellSize: number;
  /** Scores in 0…1, row after row. */
  readonly values: Float32Array;
}

/**
 * @param image width and height in pixels
 * @param scores one for each tile
 * @returns mean scores scaled to 0…1; all zero when all cells have the same score
 */
export function scoreMapOf(
  image: { readonly width: number; readonly height: number },
  tiles: readonly Tile[],
  scores: Float32Array,
  cellSize: number,
): ScoreMap {
  const [width, height] = [Math.ceil(image.width / cellSize), Math.ceil(image.height / cellSize)];
  const sums = new CoverSum(width, height);
  const counts = new CoverSum(width, height);
  // A tile covers the cells whose centers lie in it.
  const cell = (at: number) => Math.ceil(at / cellSize - 0.5);
  for (const [i, { left, top, size }] of tiles.entries()) {
    const area = [cell(left), cell(top), cell(left + size), cell(top + size)] as const;
    sums.add(scores[i]!, ...area);
    counts.add(1, ...area);
  }
  const total = sums.totals();
  const covering = counts.totals();
  const means = total.map((sum, k) => sum / Math.max(1, covering[k]!));
  return { width, height, cellSize, values: Float32Array.from(means, minMaxScale(means)) };
}

/** Adds values to rectangles in constant time each, by summed differences at their corners. */
class CoverSum {
  private readonly corners: Float64Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.corners = new Float64Array((width + 1) * (height + 1));
  }

  add(value: number, left: number, top: number, right: number, bottom: number): void {
    const row = this.width + 1;
    const [r, b] = [Math.min(right, this.width), Math.min(bottom, this.height)];
    this.corners[top * row + left]! += value;
    this.corners[top * row + r]! -= value;
    this.corners[b * row + left]! -= value;
    this.corners[b * row + r]! += value;
  }

  totals(): Float64Array {
    const row = this.width + 1;
    const sums = new Float64Array(this.width * this.height);
    const above = new Float64Array(row);
    for (let y = 0; y < this.height; y++) {
      let running = 0;
      for (let x = 0; x < this.width; x++) {
        running += this.corners[y * row + x]!;
        above[x]! += running;
        sums[y * this.width + x] = above[x]!;
      }
    }
    return sums;
  }
}
