// The three terms of the rerank: p1 = S ÷ ΣS, p2 = e^(−ξ·j) and p3 = e^(−ξ·m), with places j and m from 1.
import type { RerankSettings } from "./options.js";
import { selectFirst } from "./selection.js";

/** The weighted terms of the K candidates of a query. */
export class RerankTerms {
  private readonly decays: Float64Array;
  private readonly order: Int32Array;
  private readonly keys: Float32Array;
  /** p1 of each candidate, in first-stage order. */
  readonly p1: Float64Array;
  /** p3 of each candidate, in first-stage order. */
  readonly p3: Float64Array;
  /** The place of each candidate in the order of reverse ranks, from 1. */
  readonly places: Int32Array;

  constructor(
    private readonly settings: RerankSettings,
    k: number,
  ) {
    this.decays = Float64Array.from({ length: k + 1 }, (_, place) => Math.exp(-settings.decay * place));
    this.order = new Int32Array(k);
    this.keys = new Float32Array(k);
    this.p1 = new Float64Array(k);
    this.p3 = new Float64Array(k);
    this.places = new Int32Array(k);
  }

  /** Returns p2 of the candidate at a place of the first stage, from 0. */
  p2(slot: number): number {
    return this.decays[slot + 1]!;
  }

  /** Returns w1·p1 + p2 + w2·p3 of the candidate at a place of the first stage, from 0. */
  total(slot: number): number {
    const { w1, w2 } = this.settings;
    return w1 * this.p1[slot]! + this.p2(slot) + w2 * this.p3[slot]!;
  }

  /**
   * Computes the terms of one query.
   *
   * @param scores of its candidates, in first-stage order
   * @param sums the divisor of each candidate
   * @param ranks the query's rank in the list of each candidate, from 0
   */
  set(scores: ArrayLike<number>, sums: ArrayLike<number>, ranks: ArrayLike<number>, count: number): void {
    const { variant, within, decay } = this.settings;
    sortByRank(ranks, count, this.keys, this.order);
    for (let m = 0; m < count; m++) this.places[this.order[m]!] = m + 1;
    for (let slot = 0; slot < count; slot++) {
      this.p1[slot] = sums[slot] === 0 ? 0 : scores[slot]! / sums[slot]!;
      const rank = ranks[slot]!;
      if (variant === "released") this.p3[slot] = this.decays[this.places[slot]!]!;
      else this.p3[slot] = rank < within ? Math.exp(-decay * (rank + 1)) : 0;
    }
  }
}

/**
 * Writes the places of the lowest ranks first. Equal ranks keep their order.
 *
 * @param keys memory for `count` numbers
 * @param into receives `count` places
 */
export function sortByRank(
  ranks: ArrayLike<number>,
  count: number,
  keys: Float32Array,
  into: Int32Array,
): void {
  for (let slot = 0; slot < count; slot++) keys[slot] = -ranks[slot]!;
  selectFirst(keys.subarray(0, count), count, into, 0);
}
