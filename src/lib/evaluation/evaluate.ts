// Measures a model on a split of a data set: every image and caption is encoded once.

import { DataError } from "../base/errors.js";
import type { Dataset, ImageRecord, Split } from "../data/dataset.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import { encodeAllTexts, encodeImageFiles } from "../retrieval/encode.js";
import { type RecallMetrics, recallMetrics } from "./recall.js";

export interface Evaluation extends RecallMetrics {
  readonly images: number;
  readonly captions: number;
  /** Wall time of encoding and comparing. */
  readonly seconds: number;
  /** The process's greatest resident memory so far. */
  readonly peakMemoryMB: number;
  /** images × captions scores, row after row. */
  readonly similarity: Float32Array;
}

export interface EvaluateOptions {
  readonly split?: Split;
  /** Told how many images and captions are encoded, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Encodes every image and caption of a split once, scores all pairs block by block and ranks them.
 *
 * @example
 * const { mR, textToImage } = await evaluate(model, dataset, { split: "test" });
 *
 * @throws {DataError} when the split is empty or an image cannot be opened, or stands in two of its records
 * @throws the signal's reason when it is aborted
 */
export async function evaluate(
  model: Amfmn,
  dataset: Dataset,
  { split = "test", onProgress, signal }: EvaluateOptions = {},
): Promise<Evaluation> {
  const started = performance.now();
  const records = dataset.records.filter((record) => record.split === split);
  if (records.length === 0)
    throw new DataError(`${dataset.name}: expected images in its ${split} split, found none.`);
  refuseRepeatedImages(dataset.name, split, records);
  const captions = records.flatMap((record) =>
    record.captions.map((caption) => model.queryOf(record, caption)),
  );
  const owner = records.flatMap((record, row) => record.captions.map(() => row));
  const total = records.length + captions.length;
  const visual = await encodeImageFiles(
    model,
    records.map(({ path }) => path),
    { signal, onProgress: (done) => onProgress?.(done, total) },
  );
  try {
    const text = await encodeAllTexts(model, captions, {
      signal,
      onProgress: (done) => onProgress?.(records.length + done, total),
    });
    const similarity = await model.similarityMatrix(visual, text).finally(() => text.dispose());
    return {
      ...recallMetrics(similarity, records.length, owner),
      images: records.length,
      captions: captions.length,
      seconds: (performance.now() - started) / 1000,
      peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
      similarity,
    };
  } finally {
    visual.dispose();
  }
}

/** The same image in two records would be a wrong answer to its own captions. */
function refuseRepeatedImages(name: string, split: Split, records: readonly ImageRecord[]): void {
  const seen = new Set<string>();
  for (const { path, filename } of records) {
    if (seen.has(path)) {
      throw new DataError(
        `${name}: expected each image in one record of the ${split} split, found "${filename}" in two; put their captions together.`,
      );
    }
    seen.add(path);
  }
}

/** What a retrieval that guesses would reach: a right one among the first k of n, when `right` of them are. */
export function chanceRecall(k: number, n: number, right = 1): number {
  let miss = 1;
  for (let i = 0; i < Math.min(k, n); i++) miss *= Math.max(0, n - right - i) / (n - i);
  return 100 * (1 - miss);
}
