// Opens images of any size to read them by windows.
import { decodingOf, named } from "../decodeImage.js";
import type { DecodeOptions } from "../decodeOptions.js";
import { readBmpHeader } from "../formats/bmpImage.js";
import { type ImageBytes, kindOf, openBytes } from "../formats/imageBytes.js";
import { planImage } from "../formats/planImage.js";
import { readSharpHeader } from "../formats/sharpImage.js";
import { readTiffHeader } from "../formats/tiff/tiffHeader.js";
import { georeferenceOf } from "../georeference/readGeoreference.js";
import { fileOf, type ImageSource, pathOrBytes } from "../imageSource.js";
import { decodingBudget } from "../memoryBudget.js";
import { type LargeImage, type LargeImageParts, OpenedImage, type PixelSize } from "./largeImage.js";
import { RasterLevel } from "./pixelLevel.js";
import { writeTemporaryTiff } from "./temporaryTiff.js";
import { type BadTile, type BadTilePolicy, badTilePolicyOf } from "./tiffLevel.js";
import { openTiffLevels, type TiffLevels } from "./tiffLevels.js";

/** Options of `openLargeImage`. */
export interface LargeImageOptions extends DecodeOptions {
  /** The policy for tiles that cannot be decoded; `fail` by default. */
  readonly onBadTile?: BadTilePolicy;
  /** Memory of decoded tiles in MiB; 192 by default. */
  readonly cacheMebibytes?: number;
}

/** Images of fewer pixels are decoded at once. A TIFF is not, because the decoder of whole images passes over damaged tiles. */
const smallPixels = 2 ** 22;

/**
 * Opens an image of any size. A TIFF or BigTIFF is read from its strips or tiles. A JPEG, PNG or other image of more than
 * 2²² pixels is decoded once into a temporary file, with 4 bytes for each pixel, and read from there.
 *
 * The pixels are those of `decodeImage`. In a TIFF of more than 2²² pixels the stretch of samples with more than 8 bits
 * comes from a sample of the image: the smallest overview with at least 2²⁰ pixels, or else 64 tiles or strips that are
 * spread evenly over the image.
 *
 * @throws {DataError} with the image's name when it is missing or cannot be decoded
 * @throws {OptionError} for bands, a stretch or a policy that do not exist
 * @example
 * const image = await openLargeImage("harbour.tif", { stretch: "percentile" });
 * console.log(image.width, image.height);
 * await image.close();
 */
export async function openLargeImage(
  source: ImageSource,
  options: LargeImageOptions = {},
): Promise<LargeImage> {
  const { onBadTile, cacheMebibytes = 192, ...asked } = options;
  const policy = badTilePolicyOf(onBadTile);
  return named(source, undefined, async () => {
    const decoding = decodingOf(source, asked);
    const input = pathOrBytes(source);
    const badTiles: BadTile[] = [];
    const parts = (levels: TiffLevels, geo: Awaited<ReturnType<typeof georeferenceOf>>): LargeImageParts => ({
      source,
      decoding,
      badTiles,
      levels: levels.levels,
      georeference: geo.georeference,
      georeferenceProblem: geo.problem,
      close: levels.close,
    });
    if (input === undefined) return new OpenedImage(parts(await decoded(source, decoding), {}));
    const file = await openBytes(input);
    const tiffOptions = {
      decoding,
      cacheBytes: cacheMebibytes * 2 ** 20,
      onBadTile: policy === "nodata" ? (tile: BadTile) => void badTiles.push(tile) : undefined,
    };
    const isTiff = (await kindOf(file)) === "tiff";
    const levels =
      (isTiff ? await openTiffLevels(file, tiffOptions, smallPixels) : undefined) ??
      (await decodedOrCopied(source, file, tiffOptions));
    const size = levels.levels[0]!;
    return new OpenedImage(parts(levels, await georeferenceOf(file, fileOf(source), isTiff, size)));
  });
}

type TiffOptions = Parameters<typeof openTiffLevels>[1];

/** Decodes an image as a whole. */
async function decoded(source: ImageSource, decoding: DecodeOptions): Promise<TiffLevels> {
  const plan = await planImage(source, decoding);
  const raster = await decodingBudget().lend(plan.bytes, () => plan.decode());
  return { levels: [new RasterLevel(raster)], close: async () => {} };
}

/** Decodes a small image as a whole, and copies a large one to a file that can be read in windows. */
async function decodedOrCopied(
  source: ImageSource,
  file: ImageBytes,
  options: TiffOptions,
): Promise<TiffLevels> {
  if ((await kindOf(file)) === "bmp") return decoded(source, options.decoding);
  const header = await readSharpHeader(file, false);
  const small = header.width * header.height <= smallPixels;
  if (small || header.space === "cmyk") return decoded(source, options.decoding);
  const copy = await writeTemporaryTiff(file.input, header);
  try {
    const levels = await openTiffLevels(await openBytes(copy.file), options, 0);
    const close = async () => {
      await levels!.close();
      await copy.remove();
    };
    return { levels: levels!.levels, close };
  } catch (error) {
    await copy.remove();
    throw error;
  }
}

/**
 * Returns the size of an image from its header.
 *
 * @throws {DataError} with the image's name when it is missing or no image
 */
export async function imageSizeOf(file: string): Promise<PixelSize> {
  return named(file, undefined, async () => {
    const bytes = await openBytes(file);
    const kind = await kindOf(bytes);
    if (kind === "bmp") return readBmpHeader(bytes);
    if (kind === "sharp") return readSharpHeader(bytes, false);
    const { width, height, orientation } = await readTiffHeader(bytes);
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  });
}
