// The first stage of one direction: the best candidates of each query, and the query's rank in each candidate's own list.
import { candidatesOf, type RerankMatrix, type RerankSettings } from "./options.js";
import { type Scores, zerosLike } from "./precision.js";
import { RankCounter } from "./ranks.js";
import { selectFirst } from "./selection.js";

/** The scores of one direction, both ways. */
export interface Direction {
  /** Number of queries. */
  readonly queries: number;
  /** Number of candidates of each query. */
  readonly candidates: number;
  /** K of this direction. */
  readonly k: number;
  /** [queries, candidates] */
  readonly forward: Scores;
  /** [candidates, queries] */
  readonly backward: Scores;
}

/** The candidates of all queries in first-stage order. */
export interface FirstStage {
  /** Number of candidates of each query, less than K where others are excluded, [queries]. */
  readonly counts: Int32Array;
  /** The candidates, [queries, k]. */
  readonly places: Int32Array;
  /** The query's rank in the list of each candidate, from 0, [queries, k]. */
  readonly ranks: Int32Array;
  /** Positions in `places`, grouped by candidate. */
  readonly slots: Int32Array;
  /** The first of each candidate's `slots`, and their end, [candidates + 1]. */
  readonly starts: Int32Array;
}

/** Returns both directions of a matrix. */
export function directionsOf(
  { values }: RerankMatrix,
  [images, texts]: [number, number],
  settings: RerankSettings,
) {
  const transposed = transpose(values, images, texts);
  const imageToText: Direction = {
    queries: images,
    candidates: texts,
    k: candidatesOf(settings, texts, "texts"),
    forward: values,
    backward: transposed,
  };
  const textToImage: Direction = {
    queries: texts,
    candidates: images,
    k: candidatesOf(settings, images, "images"),
    forward: transposed,
    backward: values,
  };
  return { imageToText, textToImage };
}

/** Finds the first K candidates of each query and ranks the query among their own. */
export function firstStage({ queries, candidates, k, forward, backward }: Direction): FirstStage {
  const places = new Int32Array(queries * k);
  const ranks = new Int32Array(queries * k);
  const counts = new Int32Array(queries);
  for (let query = 0; query < queries; query++) {
    const row = forward.subarray(query * candidates, (query + 1) * candidates);
    counts[query] = selectFirst(row, k, places, query * k);
  }
  const { starts, slots } = slotsByCandidate(places, counts, candidates, k);
  let most = 0;
  for (let candidate = 0; candidate < candidates; candidate++)
    most = Math.max(most, starts[candidate + 1]! - starts[candidate]!);
  const counter = new RankCounter(most, backward);
  const [asked, found] = [new Int32Array(most), new Int32Array(most)];
  for (let candidate = 0; candidate < candidates; candidate++) {
    const [start, end] = [starts[candidate]!, starts[candidate + 1]!];
    for (let i = start; i < end; i++) asked[i - start] = Math.floor(slots[i]! / k);
    const list = backward.subarray(candidate * queries, (candidate + 1) * queries);
    counter.ranks(list, asked, end - start, found);
    for (let i = start; i < end; i++) ranks[slots[i]!] = found[i - start]!;
  }
  return { counts, places, ranks, slots, starts };
}

/** Groups the slots of [queries, k] by the candidate in them, in ascending order. */
function slotsByCandidate(places: Int32Array, counts: Int32Array, candidates: number, k: number) {
  const starts = new Int32Array(candidates + 1);
  for (let query = 0; query < counts.length; query++)
    for (let slot = query * k; slot < query * k + counts[query]!; slot++) starts[places[slot]! + 1]! += 1;
  for (let candidate = 0; candidate < candidates; candidate++) starts[candidate + 1]! += starts[candidate]!;
  const slots = new Int32Array(starts[candidates]!);
  const next = starts.slice(0, candidates);
  for (let query = 0; query < counts.length; query++)
    for (let slot = query * k; slot < query * k + counts[query]!; slot++)
      slots[next[places[slot]!]!++] = slot;
  return { starts, slots };
}

/** Returns the divisor of the first term for each candidate: the sum of its scores with all queries. */
export function divisors(
  { queries, candidates, backward }: Direction,
  { sums }: RerankSettings,
): Float64Array {
  const result = new Float64Array(candidates);
  for (let candidate = 0; candidate < candidates; candidate++)
    result[candidate] = divisor(backward, candidate * queries, queries, sums === "absolute");
  return result;
}

/** Sums finite scores, or their absolute values. */
export function divisor(scores: Scores, first: number, length: number, absolute: boolean): number {
  let sum = 0;
  for (let i = first; i < first + length; i++) {
    const score = scores[i]!;
    if (score > Number.NEGATIVE_INFINITY) sum += absolute ? Math.abs(score) : score;
  }
  return sum;
}

/** Transposes a matrix in squares that fit the processor's cache. */
function transpose(values: Scores, rows: number, columns: number): Scores {
  const side = 32;
  const result = zerosLike(values, values.length);
  for (let top = 0; top < rows; top += side) {
    const bottom = Math.min(rows, top + side);
    for (let left = 0; left < columns; left += side) {
      const right = Math.min(columns, left + side);
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++)
          result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
