// Names and small pictures of images.
import { basename } from "node:path";
import type { DecodeOptions } from "../../../lib/data/images/decodeOptions.js";
import { type ImageSource, nameOfImage } from "../../../lib/data/images/imageSource.js";
import { withPicture } from "../../../lib/data/images/picture.js";

/**
 * Returns a JPEG file of an image.
 * @param side width and height in px
 * @param fit "cover" crops the image to a square, "fill" stretches it, like the input of a model
 * @param decoding bands and stretch of an image without its own
 * @throws {DataError} when the image cannot be decoded
 */
export async function thumbnail(
  source: ImageSource,
  side: number,
  fit: "cover" | "fill",
  decoding: DecodeOptions = {},
): Promise<Uint8Array> {
  const jpeg = await withPicture(source, decoding, (picture) =>
    picture.resize(side, side, { fit }).removeAlpha().jpeg().toBuffer(),
  );
  return new Uint8Array(jpeg);
}

/**
 * Returns the name of an image's file, or a description such as `image 3 (Buffer)`.
 * @param index of the image in a list, from 0
 */
export function labelOf(source: ImageSource, index?: number): string {
  return basename(nameOfImage(source, index));
}
