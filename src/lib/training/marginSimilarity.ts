// S of eq. 29 for a training set: the mean of BLEU and METEOR of each caption with each image's captions.

import type { ImageRecord } from "../data/dataset.js";
import { cachedTextSimilarity } from "../similarity/cache.js";
import type { CaptionSimilarity } from "./options.js";

/**
 * Computes S once and keeps it on disk.
 *
 * @param signal stops the computation, which takes minutes for thousands of images the first time
 */
export async function trainingSimilarity(
  records: readonly ImageRecord[],
  signal?: AbortSignal,
): Promise<CaptionSimilarity> {
  const captions = records.map((record) => record.captions);
  const { scores, columns } = await cachedTextSimilarity(captions, { measure: "both", signal });
  const rowOf = new Map(records.map((record, row) => [record, row]));
  // Equal texts have equal columns.
  const columnOf = new Map(captions.flat().map((text, column) => [text, column]));
  return (record, caption) => scores[rowOf.get(record)! * columns + columnOf.get(caption)!]!;
}
