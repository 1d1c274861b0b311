// Decodes images to RGB bytes, in their own size or in the square that a network takes.
import { AmfmnError, DataError } from "../../base/errors.js";
import { checkDecodeOptions, type DecodeOptions, joinDecodeOptions, stretchOf } from "./decodeOptions.js";
import { planImage } from "./formats/planImage.js";
import { ImageRefusal } from "./imageRefusal.js";
import { fileOf, type ImageSource, nameOfImage, recordOf } from "./imageSource.js";
import { decodingBudget } from "./memoryBudget.js";
import { type Raster, resizeLikePillow } from "./resizeLikePillow.js";
import { checkResizing, type Resizing } from "./resizing.js";

/** Options of `decodeImage`. */
export interface DecodeImageOptions extends DecodeOptions {
  /** Filter and form of the resizing: bilinear and stretched by default, as torchvision's `Resize((size, size))`. */
  readonly resizing?: Resizing;
  /** Place of the image in the caller's list, from 0. Messages count from 1: `image 3 (Buffer)`. */
  readonly index?: number;
}

/**
 * Decodes an image and resizes it to a square. The bytes equal those of torchvision's `Resize((size, size))` on
 * `Image.open(path).convert("RGB")`, or with `resizing` those of its other filter and of a center crop.
 *
 * Grayscale becomes RGB, and transparency is dropped. A color profile and the orientation of a camera's JPEG are
 * ignored. The orientation of a TIFF is applied, as in Pillow. Of several bands, `bands` names the three to show. Samples
 * of more than 8 bits are stretched, see {@link Stretch}. A pipeline of `sharp` keeps its own steps and settings.
 *
 * @param size height and width of the result in pixels
 * @param options resizing, bands and stretch, the last two of which a record of a data set may have, or the image's index
 * @returns RGB bytes, `[size, size, 3]`
 * @throws {DataError} with the image's name when it is missing, cannot be decoded to its end, or has more than
 *   16,384 × 16,384 pixels
 * @throws {OptionError} for bands, a stretch, a filter or a form that do not exist
 * @example
 * const pixels = await decodeImage("port_1.png", 64);
 * console.log(pixels.length); // 12288
 */
export async function decodeImage(
  source: ImageSource,
  size: number,
  options: DecodeImageOptions | number = {},
): Promise<Uint8Array> {
  const { resizing = {} } = typeof options === "number" ? {} : options;
  checkResizing(resizing);
  return withRaster(source, options, async (raster) => resizeLikePillow(raster, size, size, resizing));
}

/**
 * Decodes an image in its own size.
 *
 * @throws {DataError} as `decodeImage`
 */
export async function decodeRaster(
  source: ImageSource,
  options: DecodeImageOptions | number = {},
): Promise<Raster> {
  return withRaster(source, options, async (raster) => raster);
}

/** Decodes an image and uses its pixels. The memory of both counts until the use has ended. */
async function withRaster<T>(
  source: ImageSource,
  options: DecodeImageOptions | number,
  use: (raster: Raster) => Promise<T>,
): Promise<T> {
  const {
    index,
    resizing: _,
    ...asked
  } = typeof options === "number" ? { index: options, resizing: undefined } : options;
  return named(source, index, async () => {
    const plan = await planImage(source, decodingOf(source, asked));
    return decodingBudget().lend(plan.bytes, async () => use(await plan.decode()));
  });
}

/** Joins the caller's options with those of a record. @throws {OptionError} */
export function decodingOf(source: ImageSource, asked: DecodeOptions): DecodeOptions {
  const joined = joinDecodeOptions(asked, recordOf(source)?.decoding);
  checkDecodeOptions(joined);
  return joined.stretch === undefined ? joined : { ...joined, stretch: stretchOf(joined.stretch) };
}

/** Does work on an image. @throws {DataError} with the image's name for any error of decoders */
export async function named<T>(
  source: ImageSource,
  index: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AmfmnError) throw error;
    const [found, advice] =
      error instanceof ImageRefusal
        ? [error.found, error.advice]
        : [(error as Error).message.split("\n")[0], "the file may be cut off"];
    const name = nameOfImage(source, index);
    const file = fileOf(source);
    const command = file === undefined ? advice : advice!.replace(/(?<=[ :])IN(?= )/g, quoted(file));
    throw new DataError(`${name}: expected an image that can be decoded, found ${found}; ${command}.`);
  }
}

/** Writes a path for a shell. */
function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
}
