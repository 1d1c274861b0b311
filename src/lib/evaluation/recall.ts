// Retrieval metrics as the released code computes them: recalls in percent, ranks from 1, the best rank of an image's own
// captions, and the median rank rounded down.
import { DataError, OptionError } from "../base/errors.js";

/** The recalls of one direction. */
export interface Recalls {
  /** Share of queries with a right answer in the first place, in percent. */
  readonly r1: number;
  /** Share of queries with a right answer among the first five, in percent. */
  readonly r5: number;
  /** Share of queries with a right answer among the first ten, in percent. */
  readonly r10: number;
}

/** The metrics of one direction. */
export interface DirectionMetrics extends Recalls {
  /** Median rank of the best right answer, rounded down; the first place is rank 1. */
  readonly medianRank: number;
  /** Mean rank of the best right answer. */
  readonly meanRank: number;
}

/** Number of queries with ties, for each direction. */
export interface TieCounts {
  /** Images with a tied text. */
  readonly imageToText: number;
  /** Texts with a tied image. */
  readonly textToImage: number;
}

/** The metrics of both directions. */
export interface RecallMetrics {
  /** Images search texts. */
  readonly imageToText: DirectionMetrics;
  /** Texts search images. */
  readonly textToImage: DirectionMetrics;
  /** Mean of the six recalls. */
  readonly mR: number;
  /** Number of queries with a wrong answer of exactly the same score as a right one. */
  readonly ties: TieCounts;
}

/**
 * Ranks all texts for each image and all images for each text.
 *
 * @param similarity images × texts scores, row after row
 * @param owner for each text, the row of the image that it describes
 * @example
 * // Two images with one text each. Both texts rank their own image first.
 * const { mR } = recallMetrics(Float32Array.of(0.9, 0.1, 0.2, 0.8), 2, [0, 1]);
 * console.log(mR); // 100
 *
 * @throws {OptionError} when the sizes do not fit together, or a text belongs to no row
 * @throws {DataError} when a score is not a number
 */
export function recallMetrics(
  similarity: Float32Array | Float64Array,
  images: number,
  owner: readonly number[],
): RecallMetrics {
  const texts = owner.length;
  if (similarity.length !== images * texts) {
    throw new OptionError(
      `similarity: expected ${images} × ${texts} numbers, found ${similarity.length}; pass a row for each image.`,
    );
  }
  const stray = owner.find((row) => !Number.isInteger(row) || row < 0 || row >= images);
  if (texts === 0 || stray !== undefined) {
    const found = stray === undefined ? "no text" : stray;
    throw new OptionError(
      `owner: expected the row of an image, 0…${images - 1}, for each text, found ${found}; count from 0.`,
    );
  }
  const wrong = similarity.findIndex((score) => Number.isNaN(score));
  if (wrong >= 0) {
    const [row, column] = [Math.floor(wrong / texts), wrong % texts];
    throw new DataError(
      `similarity: expected numbers, found NaN between image ${row + 1} and text ${column + 1}; the model's weights may hold NaN.`,
    );
  }
  const bestOfImage = new Array<number>(images).fill(Number.POSITIVE_INFINITY);
  const tiedImages = new Set<number>();
  const ofText: number[] = [];
  let tiedTexts = 0;
  for (let text = 0; text < texts; text++) {
    const row = owner[text]!;
    const score = similarity[row * texts + text]!;
    let [higherImages, higherTexts, equalImages] = [0, 0, 0];
    for (let image = 0; image < images; image++) {
      const rival = similarity[image * texts + text]!;
      if (ranksBefore(rival, image, score, row)) higherImages += 1;
      if (rival === score && image !== row) equalImages += 1;
    }
    for (let other = 0; other < texts; other++) {
      const rival = similarity[row * texts + other]!;
      if (ranksBefore(rival, other, score, text)) higherTexts += 1;
      if (rival === score && owner[other] !== row) tiedImages.add(row);
    }
    if (equalImages > 0) tiedTexts += 1;
    ofText.push(higherImages);
    bestOfImage[row] = Math.min(bestOfImage[row]!, higherTexts);
  }
  const imageToText = directionMetrics(bestOfImage.filter(Number.isFinite));
  const textToImage = directionMetrics(ofText);
  const mR = meanRecall(imageToText, textToImage);
  return { imageToText, textToImage, mR, ties: { imageToText: tiedImages.size, textToImage: tiedTexts } };
}

/** Returns mR, the mean of the six recalls. */
export function meanRecall(...directions: readonly [Recalls, Recalls]): number {
  const recalls = directions.flatMap(({ r1, r5, r10 }) => [r1, r5, r10]);
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

/** Orders like the released code's reversed argsort, but stably: of equal scores the later one comes first. */
function ranksBefore(score: number, index: number, reference: number, at: number): boolean {
  return score > reference || (score === reference && index > at);
}

/** Computes the metrics of one direction. @param ranks counted from 0 */
function directionMetrics(ranks: readonly number[]): DirectionMetrics {
  const within = (k: number) => (100 * ranks.filter((rank) => rank < k).length) / ranks.length;
  const sorted = [...ranks].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return {
    r1: within(1),
    r5: within(5),
    r10: within(10),
    medianRank: Math.floor(median) + 1,
    meanRank: ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length + 1,
  };
}
