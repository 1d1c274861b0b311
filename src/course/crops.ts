// How a training run sees an image: the views that an augmentation draws, as pictures for `figures`.
import sharp from "sharp";
import { Random } from "../lib/base/random.js";
import { decodeImage } from "../lib/data/images/decodeImage.js";
import { type Augmentation, cropImage, drawCrop, resizedSide } from "../lib/training/loading/augmentation.js";

export interface ViewsOptions {
  /** How many views are drawn. Default 5. */
  readonly count?: number;
  /** Height and width of each, in pixels. Default 148. */
  readonly size?: number;
  /** The same seed draws the same views. Default 1. */
  readonly seed?: number;
}

/**
 * What training would see of an image in as many epochs, each a PNG.
 * @throws {DataError} when the image cannot be opened
 * @example
 * display(await figures((await cropsOf(path, "aerial")).map((picture) => ({ picture }))));
 */
export async function cropsOf(
  path: string,
  augmentation: Augmentation,
  { count = 5, size = 148, seed = 1 }: ViewsOptions = {},
): Promise<Uint8Array[]> {
  const side = resizedSide(augmentation, size);
  const image = await decodeImage(path, side);
  const random = new Random(seed);
  const views = Array.from({ length: count }, () => drawCrop(random, augmentation, size));
  return Promise.all(
    views.map((view) => {
      const pixels = new Float32Array(size * size * 3);
      cropImage(image, side, view, size, pixels, 0);
      const bytes = Uint8Array.from(pixels, (value) => Math.round(value * 255));
      return sharp(bytes, { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer();
    }),
  );
}
