// Measures a model on a split of a data set: every image and caption is encoded once.
import type { Dataset, Split } from "../data/dataset.js";
import { DataError } from "../errors.js";
import type { Amfmn } from "../model/amfmn.js";
import { encodeAllTexts, encodeImageFiles } from "./encode.js";
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
  readonly onProgress?: (done: number, total: number) => void;
}

/** @throws {DataError} when the split is empty or an image cannot be opened */
export async function evaluate(
  model: Amfmn,
  dataset: Dataset,
  { split = "test", onProgress }: EvaluateOptions = {},
): Promise<Evaluation> {
  const started = performance.now();
  const records = dataset.records.filter((record) => record.split === split);
  if (records.length === 0)
    throw new DataError(`${dataset.name}: expected images in its ${split} split, found none.`);
  const captions = records.flatMap((record) =>
    record.captions.map((caption) => model.queryOf(record, caption)),
  );
  const owner = records.flatMap((record, row) => record.captions.map(() => row));
  const total = records.length + captions.length;
  const visual = await encodeImageFiles(
    model,
    records.map(({ path }) => path),
    (done) => onProgress?.(done, total),
  );
  const text = await encodeAllTexts(model, captions, (done) => onProgress?.(records.length + done, total));
  const similarity = await model.similarityMatrix(visual, text);
  visual.dispose();
  text.dispose();
  return {
    ...recallMetrics(similarity, records.length, owner),
    images: records.length,
    captions: captions.length,
    seconds: (performance.now() - started) / 1000,
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
    similarity,
  };
}

/** What a retrieval that guesses would reach: a right one among the first k of n, when `right` of them are. */
export function chanceRecall(k: number, n: number, right = 1): number {
  let miss = 1;
  for (let i = 0; i < Math.min(k, n); i++) miss *= Math.max(0, n - right - i) / (n - i);
  return 100 * (1 - miss);
}
