// Selects and sorts the greatest scores of a list.
import type { Scores } from "./precision.js";

/**
 * Writes the places of the greatest scores, the best first. Of equal scores the lower place comes first. NaN and −∞ are
 * never selected. A heap keeps the best so far, so a list of n scores takes n·log k steps at most.
 *
 * @param scores the list
 * @param k greatest number of places
 * @param into receives the places from `at` on
 * @returns the number of places, less than k where the list has fewer scores
 */
export function selectFirst(scores: Scores, k: number, into: Int32Array, at: number): number {
  const { length } = scores;
  let size = 0;
  let place = 0;
  for (; place < length && size < k; place++) {
    if (!(scores[place]! > Number.NEGATIVE_INFINITY)) continue;
    siftUp(scores, into, at, size, place);
    size += 1;
  }
  // Most scores are below the worst of the best, so this comparison decides the speed.
  let worst = size > 0 ? scores[into[at]!]! : 0;
  for (; place < length; place++) {
    if (!(scores[place]! > worst)) continue;
    siftDown(scores, into, at, size, place);
    worst = scores[into[at]!]!;
  }
  for (let last = size - 1; last > 0; last--) {
    const root = into[at]!;
    siftDown(scores, into, at, last, into[at + last]!);
    into[at + last] = root;
  }
  return size;
}

/** Adds a place to a heap whose root is its worst place. */
function siftUp(scores: Scores, heap: Int32Array, at: number, size: number, place: number): void {
  const score = scores[place]!;
  let node = size;
  while (node > 0) {
    const parent = (node - 1) >> 1;
    const above = heap[at + parent]!;
    const rival = scores[above]!;
    if (score > rival || (score === rival && place < above)) break;
    heap[at + node] = above;
    node = parent;
  }
  heap[at + node] = place;
}

/** Replaces the root of a heap by a place. */
function siftDown(scores: Scores, heap: Int32Array, at: number, size: number, place: number): void {
  const score = scores[place]!;
  let node = 0;
  for (;;) {
    let child = 2 * node + 1;
    if (child >= size) break;
    let below = heap[at + child]!;
    let rival = scores[below]!;
    if (child + 1 < size) {
      const other = heap[at + child + 1]!;
      const otherScore = scores[other]!;
      if (otherScore < rival || (otherScore === rival && other > below)) {
        child += 1;
        below = other;
        rival = otherScore;
      }
    }
    if (rival > score || (rival === score && below < place)) break;
    heap[at + node] = below;
    node = child;
  }
  heap[at + node] = place;
}
