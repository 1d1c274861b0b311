// The rerank of one query, with all terms. Only its first K candidates are read, so a search can rerank its results.
import { DataError, OptionError } from "../../base/errors.js";
import { divisor } from "./direction.js";
import {
  adviceFor,
  candidatesOf,
  checkMatrix,
  firstRefused,
  type RerankMatrix,
  type RerankOptions,
  type RerankSettings,
  rerankSettings,
} from "./options.js";
import { type Scores, zerosLike } from "./precision.js";
import { RankCounter } from "./ranks.js";
import { selectFirst } from "./selection.js";
import { RerankTerms } from "./terms.js";

/** A candidate of one query, with the terms of its new score. */
export interface RerankedCandidate {
  /** Position of the candidate in the list or matrix that the query was compared with. */
  readonly index: number;
  /** Score of the first stage. */
  readonly score: number;
  /** Place in the first stage, from 1. */
  readonly before: number;
  /** New place, from 1. Of equal new scores the one that was first before comes first. */
  readonly after: number;
  /** The query's rank among all queries in the candidate's own list, from 0. */
  readonly reverseRank: number;
  /** Place among the K candidates, sorted by reverse rank, from 1. */
  readonly reversePlace: number;
  /** Score as a share of the sum of the candidate's scores. */
  readonly p1: number;
  /** e^(−ξ·before). */
  readonly p2: number;
  /** The reverse term. */
  readonly p3: number;
  /** w1·p1 + p2 + w2·p3. */
  readonly newScore: number;
}

/** The scores that one query is reranked by. */
export interface QueryScores {
  /** First-stage scores of the query's candidates, in any order. The first K of them are reranked. */
  readonly scores: Float32Array | Float64Array;
  /**
   * Returns a candidate's scores with all queries that compete for it, such as an image's scores with all captions of a
   * data set. It is called once for each of the first K candidates.
   *
   * @param index position of the candidate in `scores`
   */
  rivals(index: number): Float32Array | Float64Array;
  /**
   * Position of the query among its rivals. Without it, the query is not one of them, and it counts as one more query
   * after them: in a tie its rivals come first.
   */
  readonly query?: number;
}

/**
 * Reranks the first K candidates of one query. With all queries as rivals, the new scores are those of `rerank`.
 *
 * @returns the first K candidates in their new order
 *
 * @example
 * const rows = [Float32Array.of(0.9, 0.1), Float32Array.of(0.8, 0.7)]; // two images against two captions
 * const [best] = rerankQuery({ scores: Float32Array.of(0.9, 0.8), rivals: (image) => rows[image]!, query: 0 });
 * console.log(best!.index, best!.before, best!.after); // 0 1 1
 *
 * @throws {OptionError} when an option is outside of its range, or a list of rivals is too short for the query
 * @throws {DataError} for a score that the options refuse
 */
export function rerankQuery(
  { scores, rivals, query }: QueryScores,
  options: RerankOptions = {},
): RerankedCandidate[] {
  const settings = rerankSettings(options);
  const k = candidatesOf(settings, scores.length, "candidates");
  requireScores("scores", scores, settings);
  const places = new Int32Array(k);
  const count = selectFirst(scores, k, places, 0);
  const terms = new RerankTerms(settings, k);
  const sums = new Float64Array(count);
  const ranks = new Int32Array(count);
  const own = Float64Array.from(places.subarray(0, count), (place) => scores[place]!);
  for (let j = 0; j < count; j++) {
    const row = rivals(places[j]!);
    requireScores(`rivals of candidate ${places[j]}`, row, settings);
    const list = query === undefined ? withQuery(row, own[j]!) : row;
    const place = query ?? row.length;
    if (!Number.isInteger(place) || place < 0 || place >= list.length)
      throw new OptionError(
        `query: expected a position among the ${row.length} rivals of candidate ${places[j]}, found ${query}; count from 0.`,
      );
    sums[j] = divisor(list, 0, list.length, settings.sums === "absolute");
    new RankCounter(1, list).ranks(list, Int32Array.of(place), 1, ranks.subarray(j, j + 1));
  }
  terms.set(own, sums, ranks, count);
  const totals = Float64Array.from({ length: count }, (_, j) => terms.total(j));
  const order = [...totals.keys()].sort((a, b) => totals[b]! - totals[a]! || a - b);
  return order.map((j, after) => ({
    index: places[j]!,
    score: own[j]!,
    before: j + 1,
    after: after + 1,
    reverseRank: ranks[j]!,
    reversePlace: terms.places[j]!,
    p1: terms.p1[j]!,
    p2: terms.p2(j),
    p3: terms.p3[j]!,
    newScore: totals[j]!,
  }));
}

/** An image of a matrix that searches texts. */
export interface ImageQuery {
  /** Its row, from 0. */
  readonly image: number;
}

/** A text of a matrix that searches images. */
export interface CaptionQuery {
  /** Its column, from 0. */
  readonly text: number;
}

/** One query of a matrix. */
export type MatrixQuery = ImageQuery | CaptionQuery;

/**
 * Reranks the first K candidates of one image or one text of a matrix, with all terms.
 *
 * @returns the first K candidates in their new order; `index` is the row or column of the matrix
 *
 * @example
 * const { similarity, images, captions } = evaluation;
 * const matrix = { shape: [images, captions], values: similarity };
 * for (const { index, before, after, p1, p2, p3 } of rerankQueryOf(matrix, { text: 0 }, { k: 3 }))
 *   console.log(index, before, after, p1, p2, p3);
 *
 * @throws {OptionError} @throws {DataError} as `rerank`, and for an index outside of the matrix
 */
export function rerankQueryOf(
  matrix: RerankMatrix,
  which: MatrixQuery,
  options: RerankOptions = {},
): RerankedCandidate[] {
  const [images, texts] = checkMatrix(matrix, rerankSettings(options));
  const { values } = matrix;
  const row = (image: number) => values.subarray(image * texts, (image + 1) * texts);
  const column = (text: number) => zerosLike(values, images).map((_, image) => values[image * texts + text]!);
  const [name, query, count] =
    "image" in which ? (["image", which.image, images] as const) : (["text", which.text, texts] as const);
  if (!Number.isInteger(query) || query < 0 || query >= count)
    throw new OptionError(
      `${name}: expected a whole number of 0…${count - 1}, found ${query}; count from 0.`,
    );
  return name === "image"
    ? rerankQuery({ scores: row(query), rivals: column, query }, options)
    : rerankQuery({ scores: column(query), rivals: row, query }, options);
}

/** Returns the rivals' scores and the query's own at the end. */
function withQuery(rivals: Scores, own: number): Scores {
  const list = zerosLike(rivals, rivals.length + 1);
  list.set(rivals);
  list[rivals.length] = own;
  return list;
}

/** @throws {DataError} for a score that the options refuse */
function requireScores(name: string, scores: Scores, settings: RerankSettings): void {
  const wrong = firstRefused(scores, settings);
  if (wrong < 0) return;
  throw new DataError(
    `${name}: expected finite scores, found ${scores[wrong]} at ${wrong} (from 0); ${adviceFor(scores[wrong]!)}.`,
  );
}
