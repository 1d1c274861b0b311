// Pictures of the crops that an augmentation makes of an image, for `figures`.
import sharp from "sharp";
import { Random } from "../lib/base/random.js";
import { decodeImage } from "../lib/data/images/decodeImage.js";
import type { Augmentation } from "../lib/models/contract/recipe.js";
import { cropImage, drawCrop, resizedSide } from "../lib/training/loading/augmentation.js";

/** Options of `cropsOf`. */
export interface CropsOptions {
  /** Number of crops. Default 5. */
  readonly count?: number;
  /** Height and width of each crop, in pixels. Default 148. */
  readonly size?: number;
  /** Seed of the random crops. Equal seeds give equal crops. Default 1. */
  readonly seed?: number;
}

/**
 * Returns the crops of an image that a training run would see in as many epochs, each as the bytes of a PNG.
 * @throws {DataError} when the image cannot be opened
 * @example
 * const crops = await cropsOf("port_1.png", "aerial", { count: 3 });
 * display(await figures(crops.map((picture) => ({ picture }))));
 */
export async function cropsOf(
  path: string,
  augmentation: Augmentation,
  { count = 5, size = 148, seed = 1 }: CropsOptions = {},
): Promise<Uint8Array[]> {
  const side = resizedSide(augmentation, size);
  const image = await decodeImage(path, side);
  const random = new Random(seed);
  const crops = Array.from({ length: count }, () => drawCrop(random, augmentation, size));
  return Promise.all(
    crops.map((crop) => {
      const pixels = new Float32Array(size * size * 3);
      cropImage(image, side, crop, size, pixels, 0);
      const bytes = Uint8Array.from(pixels, (value) => Math.round(value * 255));
      return sharp(bytes, { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer();
    }),
  );
}
