// Decodes images to RGB bytes, in their own size or in the square that a network takes.
import type { Sharp } from "sharp";
import { DataError } from "../../base/errors.js";
import { type ImageSource, nameOfImage, openImage } from "./imageSource.js";
import { type Raster, resizeLikePillow } from "./resizeLikePillow.js";

/**
 * Decodes an image and resizes it to a square. The bytes equal those of torchvision's `Resize((size, size))` on
 * `Image.open(path).convert("RGB")`.
 *
 * Grayscale becomes RGB, 16 bits keep the upper 8, and transparency is dropped. A color profile and a camera's
 * orientation are ignored. A pipeline of `sharp` keeps its own steps and settings.
 *
 * @param size height and width of the result in pixels
 * @param index place of the image in the caller's list, from 0; messages count from 1: `image 3 (Buffer)`
 * @returns RGB bytes, `[size, size, 3]`
 * @throws {DataError} with the image's name when it is missing, cannot be decoded to its end, or has more than
 *   16,384 × 16,384 pixels
 * @example
 * const pixels = await decodeImage("port_1.png", 64);
 * console.log(pixels.length); // 12288
 */
export async function decodeImage(source: ImageSource, size: number, index?: number): Promise<Uint8Array> {
  return resizeLikePillow(await decodeRaster(source, index), size);
}

/**
 * Decodes an image in its own size.
 *
 * @throws {DataError} as `decodeImage`
 */
export async function decodeRaster(source: ImageSource, index?: number): Promise<Raster> {
  try {
    return await rgbOf(openImage(source));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const found = (error as Error).message.split("\n")[0];
    throw new DataError(
      `${nameOfImage(source, index)}: expected an image that can be decoded, found ${found}; the file may be cut off.`,
    );
  }
}

async function rgbOf(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .toColorspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
