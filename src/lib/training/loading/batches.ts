// Pairs of image and caption in shuffled batches, prepared ahead of the step that needs them. What is random is drawn
// here, from the seed; images are decoded and cut by threads beside this one, or here where those would not pay
// (see viewCutter.ts). Batches are the same bit for bit either way.
import { availableParallelism } from "node:os";
import { Random } from "../../base/random.js";
import type { ImageRecord } from "../../data/dataset.js";
import { type Augmentation, drawCrop, resizedSide } from "./augmentation.js";
import { type CropSource, ImageLoader } from "./imageLoader.js";
import { LoaderPool } from "./workerPool.js";

export interface Pair {
  readonly record: ImageRecord;
  readonly caption: string;
}

export interface Batch {
  readonly pairs: readonly Pair[];
  /** RGB in 0…1, [batch, size, size, 3] row after row. */
  readonly pixels: Float32Array;
}

export interface BatchOptions {
  /** Height and width that the model sees, in pixels. */
  readonly size: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Whether an epoch holds every caption, or every image with one of its captions. */
  readonly pairs: "captions" | "images";
  readonly augmentation: Augmentation;
  /** Threads that prepare batches; 0 prepares them in this one. By default what machine and images suggest. */
  readonly threads?: number;
  /** Decoded images are kept up to this many bytes, 1 GiB by default; beyond it each epoch decodes them again. */
  readonly cacheBytes?: number;
}

const defaultCacheBytes = 1024 ** 3;

/** Fewer pixels in all are decoded sooner than a thread has started. */
const worthAThread = 2 ** 22;

/** More threads than this prepare batches faster than any engine takes them. */
const mostThreads = 4;

export class BatchLoader {
  private readonly views: CropSource;
  /** Batches that are prepared or ready while the caller works on one. */
  private readonly ahead: number;

  /** Threads start with the first batch; `close` ends them. */
  constructor(
    private readonly records: readonly ImageRecord[],
    private readonly options: BatchOptions,
  ) {
    const side = resizedSide(options.augmentation, options.size);
    const threads = options.threads ?? suggestedThreads(records.length * side ** 2);
    const cutter = { size: options.size, side, cacheBytes: options.cacheBytes ?? defaultCacheBytes };
    this.views = threads > 0 ? new LoaderPool(cutter, threads) : new ImageLoader(cutter);
    this.ahead = 1 + Math.min(threads, 1);
  }

  /** Steps in one epoch; the last, smaller batch counts unless it is a single pair, which has no negatives. */
  get steps(): number {
    return Math.ceil((this.pairCount - 1) / this.options.batchSize);
  }

  /**
   * The batches of an epoch; the next ones are prepared while the caller works on one. What a batch holds and how its
   * images are seen depends on seed, epoch and step alone, so that an epoch can be taken up in its middle.
   *
   * @param epoch from 1
   * @param done steps at its beginning to leave out
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
        next.catch(() => {}); // it is thrown where it is awaited
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

  /** Ends the threads, once they are done with what they have begun; no batch can be had afterwards. */
  close(): Promise<void> {
    return this.views.close();
  }

  private get pairCount(): number {
    if (this.options.pairs === "images") return this.records.length;
    return this.records.reduce((sum, record) => sum + record.captions.length, 0);
  }

  private pairs(random: Random): Pair[] {
    if (this.options.pairs === "images")
      return this.records.map((record) => ({ record, caption: random.pick(record.captions) }));
    return this.records.flatMap((record) => record.captions.map((caption) => ({ record, caption })));
  }

  private async prepare(pairs: readonly Pair[], epoch: number, step: number): Promise<Batch> {
    const { size, augmentation, seed } = this.options;
    const random = new Random(seed + 7919 * epoch, 1 + step);
    const views = pairs.map(() => drawCrop(random, augmentation, size));
    const pixels = await this.views.cut(
      pairs.map(({ record }, i) => ({ path: record.path, view: views[i]! })),
    );
    return { pairs, pixels };
  }
}

/** As many as run at once: they rest while batches are ready, and take from the step what decoding costs, no more. */
function suggestedThreads(pixels: number): number {
  return pixels < worthAThread ? 0 : Math.min(mostThreads, availableParallelism());
}
