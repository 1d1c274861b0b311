// Decodes images once, keeps them a little larger than the model's size, and cuts crops from them. It uses no random
// numbers, so it gives the same pixels in the thread that trains and in a worker thread.
import { decodeImage } from "../../data/images/decodeImage.js";
import type { DecodeOptions } from "../../data/images/decodeOptions.js";
import type { Resizing } from "../../data/images/resizing.js";
import { type Crop, cropImage } from "./augmentation.js";

/** A crop of an image file. */
export interface CropRequest {
  readonly path: string;
  readonly crop: Crop;
  /** Bands and stretch of the image. */
  readonly decoding: DecodeOptions;
}

/** Options of an image loader. */
export interface ImageLoaderOptions {
  /** Height and width of a crop, in pixels. */
  readonly size: number;
  /** Height and width of the resized image that crops are cut from, in pixels. */
  readonly side: number;
  /** Filter and form of the resizing. */
  readonly resizing?: Resizing;
  /** Memory for decoded images, in bytes. Further images are decoded each time. */
  readonly cacheBytes: number;
}

/** A source of crops: this thread, or worker threads. */
export interface CropSource {
  /**
   * @returns RGB in 0…1, [images, size, size, 3]
   * @throws {DataError} that names the file when an image cannot be decoded
   */
  cut(images: readonly CropRequest[]): Promise<Float32Array>;
  /** Ends worker threads. */
  close(): Promise<void>;
}

/** Cuts crops in this thread. */
export class ImageLoader implements CropSource {
  private readonly cache = new Map<string, Promise<Uint8Array>>();
  private readonly cacheable: number;

  constructor(private readonly options: ImageLoaderOptions) {
    this.cacheable = Math.floor(options.cacheBytes / (options.side ** 2 * 3));
  }

  async cut(images: readonly CropRequest[]): Promise<Float32Array> {
    const { size, side } = this.options;
    const decoded = await Promise.all(images.map((image) => this.image(image)));
    const pixels = new Float32Array(images.length * size * size * 3);
    for (const [i, image] of decoded.entries()) {
      cropImage(image, side, images[i]!.crop, size, pixels, i * size * size * 3);
    }
    return pixels;
  }

  async close(): Promise<void> {}

  private image({ path, decoding }: CropRequest): Promise<Uint8Array> {
    const cached = this.cache.get(path);
    if (cached) return cached;
    const { side, resizing } = this.options;
    const image = decodeImage(path, side, { ...decoding, resizing });
    if (this.cache.size < this.cacheable) this.cache.set(path, image);
    return image;
  }
}
