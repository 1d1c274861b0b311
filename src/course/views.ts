// How a training run sees an image: the views that an augmentation draws, as pictures for `figures`.
import sharp from "sharp";
import { decodeImage } from "../lib/data/decodeImage.js";
import { Random } from "../lib/data/random.js";
import { type Augmentation, cutView, drawView, resizedSide } from "../lib/training/augmentation.js";

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
 * display(await figures((await viewsOf(path, "aerial")).map((picture) => ({ picture }))));
 */
export async function viewsOf(
  path: string,
  augmentation: Augmentation,
  { count = 5, size = 148, seed = 1 }: ViewsOptions = {},
): Promise<Uint8Array[]> {
  const side = resizedSide(augmentation, size);
  const image = await decodeImage(path, side);
  const random = new Random(seed);
  const views = Array.from({ length: count }, () => drawView(random, augmentation, size));
  return Promise.all(
    views.map((view) => {
      const pixels = new Float32Array(size * size * 3);
      cutView(image, side, view, size, pixels, 0);
      const bytes = Uint8Array.from(pixels, (value) => Math.round(value * 255));
      return sharp(bytes, { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer();
    }),
  );
}
