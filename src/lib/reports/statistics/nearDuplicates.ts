// Captions of one image that also describe another: equal ones, which tie exactly in retrieval, and near ones,
// the soft positives that the dynamic margin (eq. 29) is for.
import type { Dataset, Split } from "../../data/dataset.js";
import type { MeasureOptions } from "../../similarity/measure.js";
import { textSimilarity } from "../../similarity/textSimilarity.js";
import { tokenize } from "../../text/tokenize.js";

export interface NearDuplicate {
  readonly caption: string;
  /** The image that the caption was written for, by file name. */
  readonly image: string;
  /** The image that it describes as well, by file name. */
  readonly otherImage: string;
  /** How alike the caption and the other image's captions are, 0 … 1. */
  readonly similarity: number;
  /** Whether the other image has a caption of the same words. */
  readonly equal: boolean;
}

export interface NearDuplicateOptions extends MeasureOptions {
  /** Default: all records. */
  readonly split?: Split;
  /** The least similarity of captions that are not equal, 0 … 1. Default 0.8. */
  readonly threshold?: number;
  /** The most that are listed. Default 1000. */
  readonly limit?: number;
}

/**
 * Captions that describe another image too: first those of the same words as one of its captions, however short
 * (BLEU of fewer than four words is 0), then the most alike. Blank captions are left out.
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
