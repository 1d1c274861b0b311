// The new order of the candidates of one query. The kernel and the page compute it with the library's own terms.
import { rerankSettings } from "../../../lib/retrieval/rerank/options.js";
import { RerankTerms } from "../../../lib/retrieval/rerank/terms.js";
import type { RerankCandidate } from "./state.js";

/** K and the weights. */
export interface RankingWeights {
  /** Number of candidates that are reranked. A greater number than that of the candidates takes all. */
  readonly k: number;
  /** Weight of the first term. */
  readonly w1: number;
  /** Weight of the third term. */
  readonly w2: number;
}

/** The weighted terms of a candidate. */
export interface WeightedTerms {
  /** w1·p1, p2 and w2·p3. */
  readonly parts: readonly [number, number, number];
  /** The new score. */
  readonly sum: number;
}

/** A candidate in its new place. */
export interface RankedCandidate extends RerankCandidate {
  /** Position in the list of candidates, from 0. */
  readonly index: number;
  /** Place in the first stage, from 1. */
  readonly before: number;
  /** New place, from 1. */
  readonly after: number;
  /** Its terms; undefined after the first K. */
  readonly terms: WeightedTerms | undefined;
}

/** Returns all candidates in their new order. The candidates after the first K keep their places. */
export function rankingOf(
  candidates: readonly RerankCandidate[],
  { k, w1, w2 }: RankingWeights,
): RankedCandidate[] {
  if (candidates.length === 0) return [];
  const count = Math.min(candidates.length, Math.max(1, Math.round(k)));
  const first = candidates.slice(0, count);
  const terms = new RerankTerms(rerankSettings({ k: count, w1, w2 }), count);
  const shares = first.map(({ p1 }) => p1);
  // The shares are divided already.
  terms.set(
    shares,
    new Float64Array(count).fill(1),
    first.map(({ reverseRank }) => reverseRank),
    count,
  );
  const sums = first.map((_, slot) => terms.total(slot));
  const order = [...first.keys()].sort((a, b) => sums[b]! - sums[a]! || a - b);
  const rest = [...candidates.keys()].slice(count);
  return [...order, ...rest].map((index, place) => ({
    ...candidates[index]!,
    ...{ index, before: index + 1, after: place + 1 },
    terms:
      index < count
        ? { parts: [w1 * terms.p1[index]!, terms.p2(index), w2 * terms.p3[index]!], sum: sums[index]! }
        : undefined,
  }));
}
