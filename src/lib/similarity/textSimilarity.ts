// The image-by-caption matrix of text similarity (the paper's Figure 7, S of eq. 29). It compares each caption of a
// data set with the captions of each image. Threads share the rows.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { OptionError } from "../base/errors.js";
import { prepareJob, type SimilarityJob, workOn } from "./job.js";
import { checkMeasure, type MeasureOptions } from "./measure.js";

/** Options of `textSimilarity`. */
export interface TextSimilarityOptions extends MeasureOptions {
  /** Greatest number of threads. Default: the number that the machine runs in parallel. */
  readonly threads?: number;
  /** Receives the number of rows that are done, about ten times a second. */
  readonly onProgress?: (rows: number, total: number) => void;
  /** Stops the computation. */
  readonly signal?: AbortSignal;
}

/** A matrix of text similarity with one row for each image and one column for each caption. */
export interface TextSimilarity {
  /** Number of images. */
  readonly rows: number;
  /** Number of captions of all images. */
  readonly columns: number;
  /** Similarity in 0 … 1, `[rows, columns]` row after row. */
  readonly scores: Float32Array;
  /** Row of the image that each caption belongs to, `[columns]`. */
  readonly imageOf: Int32Array;
  /** Mean of all cells. */
  readonly mean: number;
  /** Mean of the cells of captions with their own image. */
  readonly ownImageMean: number;
  /** Wall time of the computation in seconds. */
  readonly seconds: number;
}

/** Cells for which a further thread saves more time than it costs. */
const worthAThread = 200_000;

/**
 * Computes the image-by-caption matrix of text similarity.
 *
 * @param images captions of each image, as they are written
 * @throws {OptionError} when an option is outside of its range or there are no captions
 * @throws the signal's reason when it is aborted
 * @example
 * const captions = dataset.split("test").records.map((record) => record.captions);
 * const { rows, columns, mean } = await textSimilarity(captions, { measure: "bleu" });
 */
export async function textSimilarity(
  images: readonly (readonly string[])[],
  options: TextSimilarityOptions = {},
): Promise<TextSimilarity> {
  const started = performance.now();
  options.signal?.throwIfAborted();
  const measure = checkMeasure(options);
  if (images.every((captions) => captions.length === 0)) {
    throw new OptionError("images: expected captions to compare, found none; choose a split that has some.");
  }
  const job = prepareJob(images, measure);
  const most = options.threads ?? availableParallelism();
  const threads = Math.min(most, images.length, Math.ceil(job.scores.length / worthAThread));
  if (threads > 1) await runThreads(job, threads, options);
  else workOn(job);
  return { ...summarize(job.scores, images), seconds: (performance.now() - started) / 1000 };
}

/** Adds shape and means to the scores of a matrix. */
export function summarize(
  scores: Float32Array,
  images: readonly (readonly string[])[],
): Omit<TextSimilarity, "seconds"> {
  const imageOf = Int32Array.from(images.flatMap((captions, image) => captions.map(() => image)));
  const [rows, columns] = [images.length, imageOf.length];
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const own = imageOf.reduce((sum, image, caption) => sum + scores[image * columns + caption]!, 0);
  return { rows, columns, scores, imageOf, mean, ownImageMean: own / columns };
}

async function runThreads(
  job: SimilarityJob,
  threads: number,
  { signal, onProgress }: TextSimilarityOptions,
): Promise<void> {
  const rows = job.images.starts.length - 1;
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./worker.js", import.meta.url), { workerData: job }),
  );
  const watch = setInterval(() => onProgress?.(Atomics.load(job.done, 0), rows), 100);
  // Threads end when they take a row behind the last one.
  const stop = () => Atomics.store(job.taken, 0, rows);
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.once("error", reject);
            worker.once("exit", () => resolve());
          }),
      ),
    );
  } finally {
    clearInterval(watch);
    signal?.removeEventListener("abort", stop);
  }
  signal?.throwIfAborted();
  onProgress?.(rows, rows);
}
