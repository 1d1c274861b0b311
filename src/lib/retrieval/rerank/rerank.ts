// Multivariate rerank of a matrix of scores (GaLR, Yuan et al., TGRS 2022), in both directions.
import { type Direction, directionsOf, divisors, firstStage } from "./direction.js";
import {
  checkMatrix,
  type RerankMatrix,
  type RerankOptions,
  type RerankSettings,
  rerankSettings,
} from "./options.js";
import { selectFirst } from "./selection.js";
import { RerankTerms, sortByRank } from "./terms.js";

/** The new scores of both directions. Each is for the recalls of its own direction only. */
export interface Reranked {
  /** Number of images and number of texts. */
  readonly shape: readonly [number, number];
  /** Scores for images that search texts, [images, texts]; 0 outside the first K texts of an image. */
  readonly imageToText: Float32Array;
  /** Scores for texts that search images, [images, texts]; 0 outside the first K images of a text. */
  readonly textToImage: Float32Array;
}

/** The orders of both directions, a row for each query. */
export interface RerankedOrders {
  /** The texts of each image, the best first, [images, texts]. */
  readonly imageToText: Int32Array;
  /** The images of each text, the best first, [texts, images]. */
  readonly textToImage: Int32Array;
}

/**
 * Reranks the first K candidates of each query by w1·p1 + p2 + w2·p3, as GaLR does after training:
 *
 * - p1: the candidate's score, divided by the sum of the candidate's scores with all queries
 * - p2: e^(−ξ·j), with the candidate's place j in the query's list, from 1
 * - p3: e^(−ξ·m), with the candidate's place m among the K, sorted by the query's rank in the candidate's own list
 *
 * Of equal scores the lower index comes first. Of equal ranks the candidate with the lower j comes first. The other
 * candidates get 0, so a median or mean rank has no meaning.
 *
 * @param matrix scores with a row for each image, as `readNpy` returns them, or in float64
 *
 * @example
 * const { similarity, images, captions } = evaluation;
 * const reranked = rerank({ shape: [images, captions], values: similarity }, { k: 30, w1: 0.3, w2: 1.1 });
 * console.log(reranked.imageToText.length === similarity.length); // true
 *
 * @throws {OptionError} when an option is outside of its range, or the shape does not fit
 * @throws {DataError} for +∞, and for NaN and −∞ unless `onNonFinite` is `exclude`
 */
export function rerank(matrix: RerankMatrix, options: RerankOptions = {}): Reranked {
  const settings = rerankSettings(options);
  const shape = checkMatrix(matrix, settings);
  const { imageToText, textToImage } = directionsOf(matrix, shape, settings);
  const [, texts] = shape;
  return {
    shape,
    imageToText: newScores(imageToText, settings, texts, 1),
    textToImage: newScores(textToImage, settings, 1, texts),
  };
}

/**
 * Reorders the first K candidates of each query by the query's rank in their own lists, the simple variant of `rerank`.
 * The others follow in first-stage order. Ties are broken as in `rerank`. Weights and sums have no effect.
 *
 * @example
 * const { similarity, images, captions } = evaluation;
 * const orders = rerankOrders({ shape: [images, captions], values: similarity }, { k: 10 });
 * console.log(orders.imageToText[0]); // the first text of image 0
 *
 * @throws {OptionError} @throws {DataError} as `rerank`
 */
export function rerankOrders(
  matrix: RerankMatrix,
  options: Pick<RerankOptions, "k" | "onNonFinite" | "onFewCandidates"> = {},
): RerankedOrders {
  const settings = rerankSettings(options);
  const { imageToText, textToImage } = directionsOf(matrix, checkMatrix(matrix, settings), settings);
  return { imageToText: newOrders(imageToText), textToImage: newOrders(textToImage) };
}

/**
 * Returns the new scores of one direction.
 *
 * @param queryStep distance of two queries in the result
 * @param candidateStep distance of two candidates in the result
 */
function newScores(
  direction: Direction,
  settings: RerankSettings,
  queryStep: number,
  candidateStep: number,
): Float32Array {
  const { queries, candidates, k, forward } = direction;
  const { counts, places, ranks, slots, starts } = firstStage(direction);
  const sums = divisors(direction, settings);
  const terms = new RerankTerms(settings, k);
  const [ownScores, ownSums, ownRanks] = [new Float64Array(k), new Float64Array(k), new Int32Array(k)];
  const totals = new Float32Array(queries * k);
  for (let query = 0; query < queries; query++) {
    const [first, count] = [query * k, counts[query]!];
    for (let j = 0; j < count; j++) {
      const place = places[first + j]!;
      ownScores[j] = forward[query * candidates + place]!;
      ownSums[j] = sums[place]!;
      ownRanks[j] = ranks[first + j]!;
    }
    terms.set(ownScores, ownSums, ownRanks, count);
    for (let j = 0; j < count; j++) totals[first + j] = terms.total(j);
  }
  const result = new Float32Array(forward.length);
  // Candidate by candidate, because a jump of a whole row at each score would miss the processor's cache.
  for (let candidate = 0; candidate < candidates; candidate++) {
    for (let i = starts[candidate]!; i < starts[candidate + 1]!; i++) {
      const slot = slots[i]!;
      result[Math.floor(slot / k) * queryStep + candidate * candidateStep] = totals[slot]!;
    }
  }
  return result;
}

/** Returns the new order of one direction, [queries, candidates]. Excluded candidates come last, in the order of their indexes. */
function newOrders(direction: Direction): Int32Array {
  const { queries, candidates, k, forward } = direction;
  const { counts, places, ranks } = firstStage(direction);
  const result = new Int32Array(queries * candidates);
  const [keys, order] = [new Float32Array(k), new Int32Array(k)];
  for (let query = 0; query < queries; query++) {
    const [row, first, count] = [query * candidates, query * k, counts[query]!];
    const scores = forward.subarray(row, row + candidates);
    let next = row + selectFirst(scores, candidates, result, row);
    for (let place = 0; next < row + candidates; place++)
      if (!(scores[place]! > Number.NEGATIVE_INFINITY)) result[next++] = place;
    sortByRank(ranks.subarray(first, first + count), count, keys, order);
    for (let j = 0; j < count; j++) result[row + j] = places[first + order[j]!]!;
  }
  return result;
}
