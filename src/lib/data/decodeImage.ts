// Opens an image as the network takes it: RGB of 8 bits, square, resized with a triangle filter as PIL's
// bilinear does (antialiased when it shrinks).
import { existsSync } from "node:fs";
import sharp from "sharp";
import { DataError } from "../errors.js";

/**
 * @param path TIFF, JPEG, PNG, WebP or GIF; greyscale and 16 bits become RGB of 8, transparency is dropped
 * @param size height and width of the result in pixels
 * @returns RGB bytes row after row, [size, size, 3]
 * @throws {DataError} that names the file when it is missing or cannot be decoded to its end
 */
export async function decodeImage(path: string, size: number): Promise<Uint8Array> {
  if (!existsSync(path)) throw new DataError(`${path}: expected an image, found no such file.`);
  try {
    const image = sharp(path, { failOn: "error", limitInputPixels: 16_384 ** 2 });
    const { data } = await image
      .toColourspace("srgb")
      .removeAlpha()
      .resize(size, size, { fit: "fill", kernel: "linear" })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return data;
  } catch (error) {
    const found = (error as Error).message.split("\n")[0];
    throw new DataError(
      `${path}: expected an image that can be decoded, found ${found}; the file may be cut off.`,
    );
  }
}
