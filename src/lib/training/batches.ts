// Pairs of image and caption in shuffled batches. Images are decoded once, ahead of the step that needs them,
// a little larger than the model sees, and seen anew each time (see augmentation.ts).
import type { ImageRecord } from "../data/dataset.js";
import { decodeImage } from "../data/decodeImage.js";
import { Random } from "../data/random.js";
import { type Augmentation, cutView, drawView, resizedSide } from "./augmentation.js";

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
}

/** Decoded images are kept up to this many bytes; beyond it each epoch decodes them again. */
const cacheBytes = 1024 ** 3;

export class BatchLoader {
  private readonly side: number;
  private readonly cache = new Map<string, Promise<Uint8Array>>();
  private readonly cacheable: number;

  constructor(
    private readonly records: readonly ImageRecord[],
    private readonly options: BatchOptions,
  ) {
    this.side = resizedSide(options.augmentation, options.size);
    this.cacheable = Math.floor(cacheBytes / (this.side * this.side * 3));
  }

  /** Steps in one epoch; the last, smaller batch counts unless it is a single pair, which has no negatives. */
  get steps(): number {
    return Math.ceil((this.pairCount - 1) / this.options.batchSize);
  }

  /**
   * The batches of an epoch; the next one is prepared while the caller works on one. What a batch holds and how its
   * images are seen depends on seed, epoch and step alone, so that an epoch can be taken up in its middle.
   *
   * @param epoch from 1
   * @param done steps at its beginning to leave out
   */
  async *epoch(epoch: number, done = 0): AsyncGenerator<Batch> {
    const random = new Random(this.options.seed, epoch);
    const pairs = random.shuffle(this.pairs(random));
    const { batchSize } = this.options;
    const batch = (step: number) =>
      this.prepare(pairs.slice(step * batchSize, (step + 1) * batchSize), epoch, step);
    let next = done < this.steps ? batch(done) : undefined;
    for (let step = done; step < this.steps; step++) {
      const ready = await next!;
      if (step + 1 < this.steps) {
        next = batch(step + 1);
        next.catch(() => {});
      }
      yield ready;
    }
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
    const views = pairs.map(() => drawView(random, augmentation, size));
    const images = await Promise.all(pairs.map(({ record }) => this.image(record)));
    const pixels = new Float32Array(pairs.length * size * size * 3);
    for (const [i, image] of images.entries()) {
      cutView(image, this.side, views[i]!, size, pixels, i * size * size * 3);
    }
    return { pairs, pixels };
  }

  private image({ path }: ImageRecord): Promise<Uint8Array> {
    const cached = this.cache.get(path);
    if (cached) return cached;
    const image = decodeImage(path, this.side);
    if (this.cache.size < this.cacheable) this.cache.set(path, image);
    return image;
  }
}
