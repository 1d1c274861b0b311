// Finds captions of one image that also describe another: equal ones, which tie exactly in retrieval, and similar
// ones, the soft positives of the dynamic margin (eq. 29).
import type { Dataset, Split } from "../../data/dataset.js";
import type { MeasureOptions } from "../../similarity/measure.js";
import { textSimilarity } from "../../similarity/textSimilarity.js";
import { tokenize } from "../../text/tokenize.js";

/** A caption of one image that also describes another. */
export interface NearDuplicate {
  /** The caption as it is written. */
  readonly caption: string;
  /** File name of the caption's own image. */
  readonly image: string;
  /** File name of the other image. */
  readonly otherImage: string;
  /** Similarity between the caption and the captions of the other image, 0 … 1. */
  readonly similarity: number;
  /** True when the other image has a caption of the same words. */
  readonly equal: boolean;
}

/** Options of `nearDuplicates`. */
export interface NearDuplicateOptions extends MeasureOptions {
  /** Split to search. Default: all records. */
  readonly split?: Split;
  /** Least similarity of captions that are not equal, 0 … 1. Default 0.8. */
  readonly threshold?: number;
  /** Greatest length of the result. Default 1000. */
  readonly limit?: number;
}

/**
 * Finds captions that also describe another image.
 *
 * @returns captions with the words of another image's caption first, then the most similar ones. Equal captions are
 *   found at any length, although BLEU of fewer than four words is 0. Blank captions are left out.
 * @example
 * const doubles = await nearDuplicates(dataset, { split: "train", threshold: 0.9, measure: "bleu" });
 */
export async function nearDuplicates(
  dataset: Dataset,
  { split, threshold = 0.8, limit = 1000, ...measure }: NearDuplicateOptions = {},
): Promise<NearDuplicate[]> {
  const { records, captions } = split === undefined ? dataset : dataset.split(split);
  if (captions.length === 0) return [];
  const { scores, imageOf, columns } = await textSimilarity(
    records.map((record) => record.captions),
    measure,
  );
  const imagesSaying = new Map<string, Set<number>>();
  const words = captions.map((caption) => tokenize(caption).join(" "));
  for (const [column, said] of words.entries()) {
    imagesSaying.set(said, (imagesSaying.get(said) ?? new Set()).add(imageOf[column]!));
  }
  const found: { row: number; column: number; similarity: number; equal: boolean }[] = [];
  for (const [cell, similarity] of scores.entries()) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    if (imageOf[column] === row || words[column] === "") continue;
    const equal = imagesSaying.get(words[column]!)!.has(row);
    if (equal || similarity >= threshold) found.push({ row, column, similarity, equal });
  }
  return found
    .sort((a, b) => Number(b.equal) - Number(a.equal) || b.similarity - a.similarity)
    .slice(0, limit)
    .map(({ row, column, similarity, equal }) => ({
      caption: captions[column]!,
      image: records[imageOf[column]!]!.filename,
      otherImage: records[row]!.filename,
      similarity,
      equal,
    }));
}
