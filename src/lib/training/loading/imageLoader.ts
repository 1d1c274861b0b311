// Decodes images once, keeps them a little larger than the model sees, and cuts views out of them. It knows nothing
// of batches or random numbers, so that it works the same in the thread that trains and in one beside it.
import { decodeImage } from "../../data/images/decodeImage.js";
import { type Crop, cropImage } from "./augmentation.js";

/** An image and how it is seen. */
export interface CropRequest {
  readonly path: string;
  readonly view: Crop;
}

export interface ImageLoaderOptions {
  /** Height and width that the model sees, in pixels. */
  readonly size: number;
  /** Height and width that images are resized to before a view is cut out. */
  readonly side: number;
  /** Decoded images are kept up to this many bytes; beyond it they are decoded again each time. */
  readonly cacheBytes: number;
}

/** Where views come from: this thread, or threads beside it. */
export interface CropSource {
  /**
   * @returns RGB in 0…1, [images, size, size, 3]
   * @throws {DataError} that names the file when an image cannot be decoded
   */
  cut(images: readonly CropRequest[]): Promise<Float32Array>;
  /** Ends what runs beside this thread; cutting in this thread has nothing to end. */
  close(): Promise<void>;
}

export class ImageLoader implements CropSource {
  private readonly cache = new Map<string, Promise<Uint8Array>>();
  private readonly cacheable: number;

  constructor(private readonly options: ImageLoaderOptions) {
    this.cacheable = Math.floor(options.cacheBytes / (options.side ** 2 * 3));
  }

  async cut(images: readonly CropRequest[]): Promise<Float32Array> {
    const { size, side } = this.options;
    const decoded = await Promise.all(images.map(({ path }) => this.image(path)));
    const pixels = new Float32Array(images.length * size * size * 3);
    for (const [i, image] of decoded.entries()) {
      cropImage(image, side, images[i]!.view, size, pixels, i * size * size * 3);
    }
    return pixels;
  }

  async close(): Promise<void> {}

  private image(path: string): Promise<Uint8Array> {
    const cached = this.cache.get(path);
    if (cached) return cached;
    const image = decodeImage(path, this.options.side);
    if (this.cache.size < this.cacheable) this.cache.set(path, image);
    return image;
  }
}
