// Pairs of image and caption in shuffled batches, prepared ahead of the step that needs them.
import { availableParallelism } from "node:os";
import { Random } from "../../base/random.js";
import type { ImageRecord } from "../../data/dataset.js";
import { type DecodeOptions, joinDecodeOptions } from "../../data/images/decodeOptions.js";
import type { ImageInputs } from "../../models/contract/imageInputs.js";
import type { Augmentation } from "../../models/contract/recipe.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { drawCrop, resizedSide } from "./augmentation.js";
import { type CropSource, ImageLoader } from "./imageLoader.js";
import { LoaderPool } from "./workerPool.js";

/** An image with one of its captions. */
export interface Pair {
  readonly record: ImageRecord;
  readonly caption: string;
}

/** The pairs of one step, with the inputs of their images. */
export interface Batch {
  readonly pairs: readonly Pair[];
  /** As the model's `prepare` returns them, one row for each pair. */
  readonly inputs: ImageInputs;
}

/** Options of a batch loader. */
export interface BatchOptions extends DecodeOptions {
  readonly batchSize: number;
  readonly seed: number;
  /** An epoch holds every caption, or every image with one of its captions. */
  readonly pairs: "captions" | "images";
  readonly augmentation: Augmentation;
  /** Number of worker threads; 0 prepares batches in this thread. By default it depends on machine and images. */
  readonly threads?: number;
  /** Memory for decoded images in bytes, 1 GiB by default. Further images are decoded in each epoch. */
  readonly cacheBytes?: number;
}

/** The parts of a model that a batch loader needs. */
export type InputReader = Pick<RetrievalModel, "imageSize" | "prepare" | "decoding" | "resizing">;

const defaultCacheBytes = 1024 ** 3;

/** Fewer pixels than this are decoded sooner than a thread starts. */
const worthAThread = 2 ** 22;

/** More threads than this prepare batches faster than any engine uses them. */
const mostThreads = 4;

/**
 * Prepares batches. All random numbers depend on seed, epoch and step, so batches are the same with any number of threads.
 */
export class BatchLoader {
  private readonly crops: CropSource;
  /** Number of batches that are prepared while the caller works on one. */
  private readonly ahead: number;

  /** Threads start with the first batch; `close` ends them. */
  constructor(
    private readonly records: readonly ImageRecord[],
    private readonly model: InputReader,
    private readonly options: BatchOptions,
  ) {
    const size = model.imageSize;
    const side = resizedSide(options.augmentation, size);
    const threads = options.threads ?? suggestedThreads(records.length * side ** 2);
    const { resizing } = model;
    const loader = { size, side, resizing, cacheBytes: options.cacheBytes ?? defaultCacheBytes };
    this.crops = threads > 0 ? new LoaderPool(loader, threads) : new ImageLoader(loader);
    this.ahead = 1 + Math.min(threads, 1);
  }

  /** Number of steps in one epoch. A last batch of a single pair is dropped, because it has no negatives. */
  get steps(): number {
    return Math.ceil((this.pairCount - 1) / this.options.batchSize);
  }

  /**
   * Yields the batches of an epoch. An epoch can be continued in its middle, because a batch depends on its number only.
   *
   * @param epoch from 1
   * @param done number of steps to skip at its beginning
   * @throws {DataError} that names the file when an image cannot be decoded, at the step that needs it
   * @throws {LoaderError} when a thread dies again and again
   */
  async *epoch(epoch: number, done = 0): AsyncGenerator<Batch> {
    const random = new Random(this.options.seed, epoch);
    const pairs = random.shuffle(this.pairs(random));
    const { batchSize } = this.options;
    const batch = (step: number) =>
      this.prepare(pairs.slice(step * batchSize, (step + 1) * batchSize), epoch, step);
    const ahead: Promise<Batch>[] = [];
    let asked = done;
    const ask = () => {
      for (; asked < this.steps && ahead.length < this.ahead; asked++) {
        const next = batch(asked);
        next.catch(() => {}); // The error is thrown by the `await` below.
        ahead.push(next);
      }
    };
    ask();
    for (let step = done; step < this.steps; step++) {
      const ready = await ahead.shift()!;
      ask();
      yield ready;
    }
  }

  /** Ends the threads after their current work. */
  close(): Promise<void> {
    return this.crops.close();
  }

  /** Number of pairs in one epoch. */
  get pairCount(): number {
    if (this.options.pairs === "images") return this.records.length;
    return this.records.reduce((sum, record) => sum + record.captions.length, 0);
  }

  private pairs(random: Random): Pair[] {
    if (this.options.pairs === "images")
      return this.records.map((record) => ({ record, caption: random.pick(record.captions) }));
    return this.records.flatMap((record) => record.captions.map((caption) => ({ record, caption })));
  }

  private async prepare(pairs: readonly Pair[], epoch: number, step: number): Promise<Batch> {
    const { augmentation, seed } = this.options;
    const { imageSize } = this.model;
    const random = new Random(seed + 7919 * epoch, 1 + step);
    const crops = pairs.map(({ record: { path, decoding } }) => ({
      path,
      decoding: joinDecodeOptions(this.options, decoding, this.model.decoding),
      crop: drawCrop(random, augmentation, imageSize),
    }));
    const inputs = await this.model.prepare({
      images: pairs.map(({ record: { filename, path } }) => ({ name: filename, path })),
      pixels: async (size) => {
        if (size !== imageSize)
          throw new Error(`pixels: expected the model's size ${imageSize}, found ${size}.`);
        return this.crops.cut(crops);
      },
    });
    return { pairs, inputs };
  }
}

/** One thread for each core. Threads rest while batches are ready. */
function suggestedThreads(pixels: number): number {
  return pixels < worthAThread ? 0 : Math.min(mostThreads, availableParallelism());
}
