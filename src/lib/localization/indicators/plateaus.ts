// The peaks of a map in groups that touch. A row of pixels needs only the runs of the row above it.
import type { ImageSize } from "../tiles/tile.js";
import { forEachPeakRun } from "./peaks.js";

/** Returns the middle of each group of peaks that touch, also at corners, cut to whole pixels, by their first pixel. */
export function peakMiddles(bytes: Uint8Array, size: ImageSize): { x: number; y: number }[] {
  const plateaus = new Plateaus();
  forEachPeakRun(bytes, size, (y, from, end) => plateaus.add(y, from, end));
  return plateaus.middles();
}

/** Numbers of a run in a list of runs: first column, column after the last one, group. */
const runLength = 3;

/** Groups of runs that touch, as a union-find forest whose roots are the groups found first. */
class Plateaus {
  /** The group that a group belongs to; a root has itself. */
  readonly #parents: number[] = [];
  readonly #counts: number[] = [];
  readonly #sumsX: number[] = [];
  readonly #sumsY: number[] = [];
  #y = -1;
  /** Runs of the row above and of the present row. */
  #above: number[] = [];
  #present: number[] = [];
  /** First run of the row above that can touch the next run. */
  #next = 0;

  /** Adds a run of pixels. Runs come row after row, each row from left to right. */
  add(y: number, from: number, end: number): void {
    if (y !== this.#y) this.#startRow(y);
    const above = this.#above;
    while (this.#next < above.length && above[this.#next + 1]! < from) this.#next += runLength;
    let group = -1;
    for (let k = this.#next; k < above.length && above[k]! <= end; k += runLength) {
      const root = this.#rootOf(above[k + 2]!);
      group = group === -1 ? root : this.#join(group, root);
    }
    if (group === -1) group = this.#addGroup();
    const count = end - from;
    this.#counts[group]! += count;
    this.#sumsX[group]! += ((from + end - 1) * count) / 2;
    this.#sumsY[group]! += y * count;
    this.#present.push(from, end, group);
  }

  /** Returns the mean of the pixels of each group, cut to whole pixels. */
  middles(): { x: number; y: number }[] {
    const roots = [...this.#parents.keys()].filter((group) => this.#parents[group] === group);
    return roots.map((group) => ({
      x: Math.floor(this.#sumsX[group]! / this.#counts[group]!),
      y: Math.floor(this.#sumsY[group]! / this.#counts[group]!),
    }));
  }

  #startRow(y: number): void {
    [this.#above, this.#present] = [this.#present, this.#above];
    this.#present.length = 0;
    if (y !== this.#y + 1) this.#above.length = 0;
    this.#next = 0;
    this.#y = y;
  }

  #addGroup(): number {
    const group = this.#parents.length;
    this.#parents.push(group);
    this.#counts.push(0);
    this.#sumsX.push(0);
    this.#sumsY.push(0);
    return group;
  }

  #rootOf(group: number): number {
    const parents = this.#parents;
    let root = group;
    while (parents[root] !== root) {
      // Halving the path keeps the forest flat.
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  }

  /** Joins two roots and returns the one found first. */
  #join(one: number, other: number): number {
    const [root, child] = one < other ? [one, other] : [other, one];
    if (root === child) return root;
    this.#parents[child] = root;
    this.#counts[root]! += this.#counts[child]!;
    this.#sumsX[root]! += this.#sumsX[child]!;
    this.#sumsY[root]! += this.#sumsY[child]!;
    return root;
  }
}
