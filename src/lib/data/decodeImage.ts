// Opens an image as the network takes it: RGB of 8 bits, square, resized as PIL's bilinear does.
import { existsSync } from "node:fs";
import sharp from "sharp";
import { DataError } from "../base/errors.js";
import { type Raster, resizeBilinear } from "./resizeBilinear.js";

/** Beyond this many pixels an image is refused rather than decoded. */
const mostPixels = 16_384 ** 2;

/**
 * The same bytes as torchvision's `Resize((size, size))` on `Image.open(path).convert("RGB")`.
 *
 * @param path TIFF, JPEG, PNG, WebP or GIF; greyscale becomes RGB, 16 bits keep the upper 8, transparency is
 *   dropped; a color profile and a camera's orientation are ignored
 * @param size height and width of the result in pixels
 * @returns RGB bytes row after row, [size, size, 3]
 * @throws {DataError} that names the file when it is missing, cannot be decoded to its end, or is larger than
 *   16384 × 16384 pixels
 */
export async function decodeImage(path: string, size: number): Promise<Uint8Array> {
  return resizeBilinear(await decodeRaster(path), size);
}

/**
 * An image in its own size.
 * @throws {DataError} as `decodeImage`
 */
export async function decodeRaster(path: string): Promise<Raster> {
  if (!existsSync(path)) throw new DataError(`${path}: expected an image, found no such file.`);
  try {
    const image = sharp(path, { failOn: "error", limitInputPixels: mostPixels, ignoreIcc: true });
    const { data, info } = await image
      .toColorspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    const found = (error as Error).message.split("\n")[0];
    throw new DataError(
      `${path}: expected an image that can be decoded, found ${found}; the file may be cut off.`,
    );
  }
}
