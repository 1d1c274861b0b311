// The image-by-caption matrix of text similarity (the paper's Figure 7, S of eq. 29): how well each caption of a
// data set would describe each image, judged by the image's own captions. Threads share the rows.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { OptionError } from "../base/errors.js";
import { prepareJob, type SimilarityJob, workOn } from "./job.js";
import { checkMeasure, type MeasureOptions } from "./measure.js";

export interface TextSimilarityOptions extends MeasureOptions {
  /** Default: as many as the machine runs at once. */
  readonly threads?: number;
  readonly onProgress?: (rows: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface TextSimilarity {
  /** Images. */
  readonly rows: number;
  /** Captions of all images, in their order. */
  readonly columns: number;
  /** 0 … 1, row after row, [rows, columns]. */
  readonly scores: Float32Array;
  /** The row of the image that each caption belongs to, [columns]. */
  readonly imageOf: Int32Array;
  /** Mean of all cells. */
  readonly mean: number;
  /** Mean of the cells of captions with the image they belong to. */
  readonly ownImageMean: number;
  readonly seconds: number;
}

/** Below so many cells a thread costs more time than it saves. */
const worthAThread = 200_000;

/**
 * @param images the captions of each image, as written
 * @throws {OptionError} when an option makes no sense or there are no captions
 * @throws the signal's reason when it aborts
 * @example
 * const test = dataset.records.filter(({ split }) => split === "test");
 * const { mean } = await textSimilarity(test.map(({ captions }) => captions), { measure: "both" });
 */
export async function textSimilarity(
  images: readonly (readonly string[])[],
  options: TextSimilarityOptions = {},
): Promise<TextSimilarity> {
  const started = performance.now();
  options.signal?.throwIfAborted();
  const measure = checkMeasure(options);
  if (images.every((captions) => captions.length === 0)) {
    throw new OptionError("images expects captions to compare, found none; choose a split that has some.");
  }
  const job = prepareJob(images, measure);
  const most = options.threads ?? availableParallelism();
  const threads = Math.min(most, images.length, Math.ceil(job.scores.length / worthAThread));
  if (threads > 1) await runThreads(job, threads, options);
  else workOn(job);
  return { ...summarise(job.scores, images), seconds: (performance.now() - started) / 1000 };
}

/** Shape and means of a matrix of `images`' captions. */
export function summarise(
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
  // No thread takes a row that is past the last one.
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
