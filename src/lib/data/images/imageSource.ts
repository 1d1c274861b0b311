// The things that the library accepts as an image, opened by one function.
import { fileURLToPath } from "node:url";
import type { Sharp } from "sharp";
import { DataError } from "../../base/errors.js";
import type { ImageRecord } from "../dataset.js";
import { openSharp } from "./formats/sharpImage.js";
import { readFromArchive } from "./imageInArchive.js";

/**
 * An image: the path or the `file:` URL of an image file, the bytes of one, a pipeline of `sharp`, or a record of a
 * data set. Files and bytes may be TIFF, JPEG, PNG, WebP, GIF, AVIF or BMP.
 */
export type ImageSource = string | URL | Uint8Array | Sharp | ImageRecord;

/** Opens an image with `sharp`. A pipeline is cloned, so that the caller's is left as it is. */
export function openImage(source: ImageSource): Sharp {
  return isPipeline(source) ? source.clone() : openSharp(pathOrBytes(source)!);
}

/** Returns the path or the bytes of an image, or undefined for a pipeline of `sharp`. */
export function pathOrBytes(source: ImageSource): string | Uint8Array | undefined {
  if (isPipeline(source)) return undefined;
  if (source instanceof Uint8Array) return source;
  const file = fileOf(source)!;
  return readFromArchive(file) ?? file;
}

/**
 * Names an image in a message: by its file, or by its number and kind, such as `image 3 (Buffer)`.
 *
 * @param index place of the image in the caller's list, from 0
 */
export function nameOfImage(source: ImageSource, index?: number): string {
  const file = fileOf(source);
  if (file !== undefined) return file;
  const kind = isPipeline(source) ? "sharp pipeline" : source.constructor.name;
  return index === undefined ? `image (${kind})` : `image ${index + 1} (${kind})`;
}

/** Returns the path of an image file, or undefined for an image in memory. */
export function fileOf(source: ImageSource): string | undefined {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array || isPipeline(source)) return undefined;
  if (!(source instanceof URL)) return source.path;
  if (source.protocol === "file:") return fileURLToPath(source);
  throw new DataError(
    `${source}: expected a file: URL, found ${source.protocol}; download the image and give its path.`,
  );
}

/** Returns the record that an image was given as, or undefined for any other source. */
export function recordOf(source: ImageSource): ImageRecord | undefined {
  return typeof source === "object" && "captions" in source ? source : undefined;
}

/** Recognizes a pipeline by its methods, because it may come from another copy of `sharp`. */
function isPipeline(source: ImageSource): source is Sharp {
  return typeof (source as Partial<Sharp>).toBuffer === "function";
}
