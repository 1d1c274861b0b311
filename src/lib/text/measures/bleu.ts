// Sentence BLEU (Papineni et al. 2002) with the smoothing methods of Chen and Cherry (2014), numbered as in NLTK's
// SmoothingFunction and equal to it. Counting n-grams and scoring the counts are separate steps, because the similarity
// matrix counts faster and scores the same.
import { OptionError } from "../../base/errors.js";

/**
 * Replacement for the precision of an n-gram order without a match:
 * - `method0`: 2.2e-308, so that the sentence scores practically 0
 * - `method1`: `epsilon` matches
 * - `method2`: one more match and one more n-gram in every order above the first
 * - `method3`: half a match, a quarter, an eighth … (NIST)
 * - `method4`: as method3, and less for short sentences
 * - `method5`: the mean of the orders below, at and above
 * - `method6`: an extrapolation of the two orders below, weighted by `alpha`; requires a match of three words
 * - `method7`: method4, then method5
 */
export type SmoothingMethod = (typeof smoothingMethods)[number];

/** Names of the smoothing methods, as in NLTK. */
export const smoothingMethods = [
  "method0",
  "method1",
  "method2",
  "method3",
  "method4",
  "method5",
  "method6",
  "method7",
] as const;

/** Options of `sentenceBleu`. */
export interface BleuOptions {
  /** Words of the longest n-gram, 1 … 4 for BLEU-1 … BLEU-4. All orders have the same weight. Default 4. */
  readonly order?: number;
  /** Weight of each order, instead of `order`. */
  readonly weights?: readonly number[];
  /** Default `method0`. */
  readonly smoothing?: SmoothingMethod;
  /** Matches of method1. Default 0.1. */
  readonly epsilon?: number;
  /** Weight of the extrapolation of method6. Default 5. */
  readonly alpha?: number;
  /** Divisor of method4. Default 5. */
  readonly k?: number;
  /** Weighs only the orders that a hypothesis of fewer than four words has, under BLEU-4. Default false. */
  readonly autoReweigh?: boolean;
}

/** Counts of a hypothesis, from which BLEU is computed. */
export interface NgramCounts {
  /** n-grams of the hypothesis that a reference has too, clipped to their count there, `[orders]`. */
  readonly matches: ArrayLike<number>;
  /** Words of the hypothesis. */
  readonly length: number;
  /** Words of the reference that is nearest in length. The shorter one wins a tie. */
  readonly referenceLength: number;
}

/**
 * Returns BLEU of a hypothesis against its references.
 *
 * @param references tokenized sentences
 * @param hypothesis tokenized sentence
 * @returns 0 … 1, equal to NLTK's `sentence_bleu(references, hypothesis, …)`
 * @throws {OptionError} when an option is outside of its range, and when method6 finds no match of three words
 * @example
 * sentenceBleu([tokenize("a gray port")], tokenize("a big gray port"), { order: 2, smoothing: "method2" });
 */
export function sentenceBleu(
  references: readonly (readonly string[])[],
  hypothesis: readonly string[],
  options: BleuOptions = {},
): number {
  const score = bleuScorer(options);
  return score(countNgrams(references, hypothesis, score.orders));
}

/** Counts n-grams of orders 1 … `orders` by their definition. */
function countNgrams(
  references: readonly (readonly string[])[],
  hypothesis: readonly string[],
  orders: number,
): NgramCounts {
  const matches = Array.from({ length: orders }, (_, i) => {
    const most = new Map<string, number>();
    for (const reference of references) {
      for (const [ngram, count] of ngrams(reference, i + 1)) {
        most.set(ngram, Math.max(count, most.get(ngram) ?? 0));
      }
    }
    let clipped = 0;
    for (const [ngram, count] of ngrams(hypothesis, i + 1)) clipped += Math.min(count, most.get(ngram) ?? 0);
    return clipped;
  });
  const lengths = references.map((reference) => reference.length);
  return { matches, length: hypothesis.length, referenceLength: nearestLength(lengths, hypothesis.length) };
}

function ngrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const ngram = words.slice(i, i + n).join("\0");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** Returns the reference length that is nearest to the hypothesis's length. The shorter one wins a tie. */
export function nearestLength(lengths: ArrayLike<number>, length: number): number {
  let nearest = lengths[0] ?? 0;
  for (let i = 1; i < lengths.length; i++) {
    const [far, candidate] = [Math.abs(nearest - length), lengths[i]!];
    const distance = Math.abs(candidate - length);
    if (distance < far || (distance === far && candidate < nearest)) nearest = candidate;
  }
  return nearest;
}

/** Computes BLEU from counts. */
export interface BleuScorer {
  (counts: NgramCounts): number;
  /** Number of orders that must be counted. */
  readonly orders: number;
}

/** Checks the options and returns the function that scores counts with them. */
export function bleuScorer(options: BleuOptions = {}): BleuScorer {
  const { order = 4, smoothing = "method0", autoReweigh = false } = options;
  if (!Number.isInteger(order) || order < 1) {
    throw new OptionError(`order: expected a whole number of at least 1, found ${order}; give 1, 2, 3 or 4.`);
  }
  if (!smoothingMethods.includes(smoothing)) {
    throw new OptionError(
      `smoothing: expected one of ${smoothingMethods.join(", ")}, found "${smoothing}"; name one of them.`,
    );
  }
  const weights = options.weights ?? Array<number>(order).fill(1 / order);
  if (weights.length === 0 || weights.some((weight) => !(weight >= 0))) {
    throw new OptionError(
      `weights: expected numbers of at least 0, found [${weights.join(", ")}]; leave them out for equal weights.`,
    );
  }
  const uniform4 = weights.length === 4 && weights.every((weight) => weight === 0.25);
  const smooth = smoother(smoothing, options);
  // method5 needs one order more than the weights. As in NLTK, that is always the fifth.
  const orders =
    smoothing === "method5" || smoothing === "method7" ? Math.max(5, weights.length) : weights.length;
  const score = (counts: NgramCounts): number => {
    if (counts.matches[0] === 0) return 0;
    const precisions = smooth(counts, weights.length);
    const reweighed = autoReweigh && uniform4 && counts.length < 4;
    const used = reweighed ? Array<number>(counts.length).fill(1 / counts.length) : weights;
    let logMean = 0;
    for (let i = 0; i < Math.min(used.length, precisions.length); i++) {
      if (precisions[i]! > 0) logMean += used[i]! * Math.log(precisions[i]!);
    }
    return brevityPenalty(counts) * Math.exp(logMean);
  };
  return Object.assign(score, { orders });
}

function brevityPenalty({ length, referenceLength }: NgramCounts): number {
  if (length > referenceLength) return 1;
  return length === 0 ? 0 : Math.exp(1 - referenceLength / length);
}

/** Returns the number of n-grams of order n in the hypothesis, at least 1 for the division. */
function total({ length }: NgramCounts, n: number): number {
  return Math.max(1, length - n + 1);
}

/** Least normal number in double precision: Python's `sys.float_info.min`. */
const tiny = 2 ** -1022;

type Smoother = (counts: NgramCounts, orders: number) => number[];

function smoother(
  method: SmoothingMethod,
  { epsilon = 0.1, alpha = 5, k = 5 }: Pick<BleuOptions, "epsilon" | "alpha" | "k">,
): Smoother {
  const perOrder =
    (precision: (matches: number, total: number, order: number) => number): Smoother =>
    (counts, orders) =>
      Array.from({ length: orders }, (_, i) => precision(counts.matches[i]!, total(counts, i + 1), i + 1));
  const plain = perOrder((matches, all) => matches / all);
  switch (method) {
    case "method0":
      return perOrder((matches, all) => matches / all || tiny);
    case "method1":
      return perOrder((matches, all) => (matches || epsilon) / all);
    case "method2":
      return perOrder((matches, all, n) => (n === 1 ? matches / all : (matches + 1) / (all + 1)));
    case "method3":
      return (counts, orders) => geometric(plain(counts, orders), counts, (i) => 1 / 2 ** i);
    case "method4":
      return (counts, orders) => shortened(plain(counts, orders), counts, k);
    case "method5":
      return (counts, orders) => averaged(plain(counts, orders), counts);
    case "method6":
      return (counts, orders) => interpolated(plain(counts, orders), counts, alpha);
    case "method7":
      return (counts, orders) => averaged(shortened(plain(counts, orders), counts, k), counts);
  }
}

/** Replaces the matches of the i-th order without a match by `pseudo(i)`, with i from 1. */
function geometric(precisions: number[], counts: NgramCounts, pseudo: (i: number) => number): number[] {
  let missing = 0;
  return precisions.map((precision, i) => {
    if (precision !== 0) return precision;
    missing += 1;
    return pseudo(missing) / total(counts, i + 1);
  });
}

function shortened(precisions: number[], counts: NgramCounts, k: number): number[] {
  if (counts.length <= 1) return precisions;
  return geometric(precisions, counts, (i) => Math.log(counts.length) / (2 ** i * k));
}

function averaged(precisions: number[], counts: NgramCounts): number[] {
  const above = [...precisions, counts.matches[4]! / total(counts, 5)];
  let below = precisions[0]! + 1;
  return precisions.map((precision, i) => {
    below = (below + precision + above[i + 1]!) / 3;
    return below;
  });
}

function interpolated(precisions: number[], counts: NgramCounts, alpha: number): number[] {
  if (!precisions[2]) {
    throw new OptionError(
      "smoothing: expected a match of three words for method6, found none in a hypothesis; choose another method.",
    );
  }
  const result = precisions.slice();
  for (let i = 2; i < result.length; i++) {
    const prior = result[i - 2] === 0 ? 0 : result[i - 1]! ** 2 / result[i - 2]!;
    const ngramsOfOrder = Math.max(0, counts.length - i);
    result[i] = (counts.matches[i]! + alpha * prior) / (ngramsOfOrder + alpha);
  }
  return result;
}
