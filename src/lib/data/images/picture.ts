// Images as pictures for people: smaller, and with the colors that the model sees.
import sharp, { type Sharp } from "sharp";
import { decodingOf, named } from "./decodeImage.js";
import type { DecodeOptions } from "./decodeOptions.js";
import { planImage } from "./formats/planImage.js";
import { type ImageSource, openImage } from "./imageSource.js";
import { decodingBudget } from "./memoryBudget.js";

/**
 * Opens an image as a pipeline of `sharp` and uses it. The pipeline of a usual image reads no more pixels than the result
 * needs. Bands, samples and compressions that `sharp` does not show are decoded first.
 *
 * @param use receives the pipeline and the size of the whole image in pixels
 * @throws {DataError} with the image's name when it cannot be decoded
 */
export async function withPicture<T>(
  source: ImageSource,
  options: DecodeOptions,
  use: (picture: Sharp, size: { readonly width: number; readonly height: number }) => Promise<T>,
): Promise<T> {
  return named(source, undefined, async () => {
    const plan = await planImage(source, decodingOf(source, options));
    return decodingBudget().lend(plan.bytes, async () => {
      if (plan.direct) return use(openImage(source), plan);
      const { data, width, height } = await plan.decode();
      return use(sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false }), plan);
    });
  });
}
