// Measures a model on a split of a data set.
import { DataError } from "../base/errors.js";
import type { Dataset, ImageRecord, Split } from "../data/dataset.js";
import { type BadImageOptions, type BadImagePolicy, usableImages } from "../data/images/badImages.js";
import { type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import type { LocalOption } from "../models/contract/localInputs.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { encodeImages, encodeTexts } from "../retrieval/encode.js";
import { checkRerankOptions, type Reranked, type RerankOptions, rerank } from "../retrieval/rerank/index.js";
import { similarityMatrix } from "../retrieval/similarityMatrix.js";
import { type RecallMetrics, recallMetrics } from "./recall.js";
import { type RerankedRecalls, rerankedRecalls } from "./rerankedRecalls.js";
import { ScoreMatrix } from "./scoreMatrix.js";
import { requireKnownTexts } from "./unknownWords.js";

/** The recalls of a model on a split, with all scores. */
export interface Evaluation extends RecallMetrics, ScoreMatrix {
  /** Number of images. */
  readonly images: number;
  /** Number of captions. */
  readonly captions: number;
  /** Wall time of encoding and comparing. */
  readonly seconds: number;
  /** Greatest resident memory of the process so far. */
  readonly peakMemoryMB: number;
  /** The recalls after the rerank, when it was asked for. All other members are those of the model's own scores. */
  readonly reranked?: RerankedEvaluation;
}

/** The recalls after a rerank, and the new scores. */
export interface RerankedEvaluation extends RerankedRecalls {
  /** The new scores of both directions. */
  readonly scores: Reranked;
}

/**
 * Options of `evaluate`. Bands and stretch that are left out are those of the data set, then those of the model's
 * training.
 */
export interface EvaluateOptions extends DecodeOptions, BadImageOptions, LocalOption {
  /** The policy for images that cannot be decoded, found before the first batch; `fail` by default. */
  readonly onBadImage?: BadImagePolicy;
  /** The part of the data set, `test` by default. */
  readonly split?: Split;
  /** Reranks the scores of both directions, see `rerank`; `{}` for the authors' settings. None by default. */
  readonly rerank?: RerankOptions;
  /** Receives the number of images and captions that are encoded, and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the evaluation. */
  readonly signal?: AbortSignal;
}

/**
 * Encodes every image and caption of a split once, scores all pairs and ranks them.
 *
 * @example
 * const { mR, textToImage } = await evaluate(model, dataset, { split: "test" });
 * console.log(mR, textToImage.r1);
 * const { reranked } = await evaluate(model, dataset, { rerank: { k: 10 } });
 * console.log(reranked!.mR);
 *
 * @throws {BadImagesError} before the first batch, with all images that cannot be decoded
 * @throws {DataError} when the split is empty, an image is damaged in its middle, or an image is in two records
 * @throws {OptionError} when the model knows no word of the captions or was disposed of, or for a wrong option of `rerank`
 * @throws the signal's reason once it is aborted
 */
export async function evaluate(
  model: RetrievalModel,
  dataset: Dataset,
  {
    split = "test",
    onProgress,
    signal,
    bands,
    stretch,
    local,
    rerank: asked,
    ...policy
  }: EvaluateOptions = {},
): Promise<Evaluation> {
  const started = performance.now();
  if (asked) checkRerankOptions(asked);
  const { records: all } = dataset.split(split);
  if (all.length === 0)
    throw new DataError(`${dataset.name}: expected images in its ${split} split, found none.`);
  refuseRepeatedImages(dataset.name, split, all);
  const decoding = joinDecodeOptions({ bands, stretch });
  const records = await usableImages(dataset.name, all, policy, decoding, model.decoding);
  const texts = records.flatMap(({ captions }) => captions);
  const queries = records.flatMap((record) =>
    record.captions.map((caption) => model.queryOf(record, caption)),
  );
  requireKnownTexts(model.tokenizer, queries, `${dataset.name}'s ${split} captions`);
  const owners = records.flatMap((record, row) => record.captions.map(() => row));
  const total = records.length + queries.length;
  const visual = await encodeImages(model, records, {
    ...decoding,
    local,
    signal,
    onProgress: (done) => onProgress?.(done, total),
  });
  try {
    const text = await encodeTexts(model, queries, {
      signal,
      onProgress: (done) => onProgress?.(records.length + done, total),
    });
    const similarity = await similarityMatrix(model, visual, text).finally(() => text.dispose());
    const scores = asked && rerank({ shape: [records.length, texts.length], values: similarity }, asked);
    return Object.assign(new ScoreMatrix(records, texts, owners, similarity), {
      ...(scores && { reranked: { ...rerankedRecalls(scores, owners), scores } }),
      ...recallMetrics(similarity, records.length, owners),
      images: records.length,
      captions: queries.length,
      seconds: (performance.now() - started) / 1000,
      peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
    });
  } finally {
    visual.dispose();
  }
}

/** Refuses an image in two records, because it would be a wrong answer to its own captions. */
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

/**
 * Returns the recall of random guessing: the chance of a right answer among the first k.
 *
 * @param n number of candidates
 * @param right number of right candidates, 1 by default
 * @returns percent
 *
 * @example
 * console.log(chanceRecall(5, 20)); // 25
 */
export function chanceRecall(k: number, n: number, right = 1): number {
  let miss = 1;
  for (let i = 0; i < Math.min(k, n); i++) miss *= Math.max(0, n - right - i) / (n - i);
  return 100 * (1 - miss);
}
