// Names and small pictures of images.
import { basename } from "node:path";
import { type ImageSource, nameOfImage, openImage } from "../../../lib/data/images/imageSource.js";

/**
 * Returns a JPEG file of an image.
 * @param side width and height in px
 * @param fit "cover" crops the image to a square, "fill" stretches it, like the input of a model
 * @throws {DataError} when there is no such image
 */
export async function thumbnail(
  source: ImageSource,
  side: number,
  fit: "cover" | "fill",
): Promise<Uint8Array> {
  const jpeg = await openImage(source).resize(side, side, { fit }).removeAlpha().jpeg().toBuffer();
  return new Uint8Array(jpeg);
}

/**
 * Returns the name of an image's file, or a description such as `image 3 (Buffer)`.
 * @param index of the image in a list, from 0
 */
export function labelOf(source: ImageSource, index?: number): string {
  return basename(nameOfImage(source, index));
}
