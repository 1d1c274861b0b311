// Opens a TIFF and its overviews to be read by windows.
import type { DecodeOptions } from "../decodeOptions.js";
import type { ImageBytes } from "../formats/imageBytes.js";
import { type Directory, readDirectories, tag } from "../formats/tiff/directories.js";
import { isConverted, planTiff } from "../formats/tiff/readTiff.js";
import { photometric, type TiffHeader, tiffHeaderOf } from "../formats/tiff/tiffHeader.js";
import { ImageRefusal } from "../imageRefusal.js";
import { BlockCache } from "./blockCache.js";
import { type PixelLevel, UprightLevel } from "./pixelLevel.js";
import { sampleOf } from "./sampleOf.js";
import { type BlockDecoder, isByte, SampleBlocks, SharpBlocks } from "./tiffBlocks.js";
import { type BadTile, TiffLevel } from "./tiffLevel.js";

/** The resolutions of an image, from the finest to the coarsest. */
export interface TiffLevels {
  readonly levels: readonly PixelLevel[];
  readonly close: () => Promise<void>;
}

/** A strip or tile of more decoded bytes is not read on its own. */
const mostBlockBytes = 2 ** 28;

/**
 * Opens a TIFF.
 *
 * @param smallPixels images of fewer pixels have no overviews, and all of their samples determine their stretch
 * @returns undefined for an image that is decoded as a whole, such as one in a single large compressed strip
 * @throws {ImageRefusal} when it cannot be read
 */
export async function openTiffLevels(
  file: ImageBytes,
  options: {
    readonly decoding: DecodeOptions;
    readonly cacheBytes: number;
    readonly onBadTile: ((tile: BadTile) => void) | undefined;
  },
  smallPixels: number,
): Promise<TiffLevels | undefined> {
  const directories = await readDirectories(file);
  const header = await tiffHeaderOf(file, directories);
  const { decoding } = options;
  const plan = planTiff(header, decodingOf(header, decoding), "windows");
  const small = header.width * header.height <= smallPixels;
  requireSmallBlocks(header, plan.decoder);
  if (isConverted(header) && decoding.bands) return undefined;
  if (header.compression !== 1 && blockBytes(header) > mostBlockBytes) return undefined;
  const headers = small ? [header] : [header, ...(await overviewsOf(file, directories, header))];
  const blocks: BlockDecoder[] = [];
  for (const one of headers) {
    const bands = plan.decoder === "geotiff" ? plan.bands : plainBands(one);
    if (bands) blocks.push(await SampleBlocks.open(file, one, bands));
    else blocks.push(new SharpBlocks(file, one, directories[one.pages[0]!.directory]!.decoding));
  }
  await chooseRange(blocks, decoding, small);
  const cache = new BlockCache(options.cacheBytes);
  const levels = blocks.map((decoder, i) => {
    const level = new TiffLevel(decoder, cache, String(i), options.onBadTile);
    return header.orientation > 1 ? new UprightLevel(level, header.orientation) : level;
  });
  const close = async () => {
    cache.clear();
    for (const one of blocks) if (one instanceof SampleBlocks) one.close();
  };
  return { levels, close };
}

/** Bands of other color spaces are those of the RGB image that they become. */
function decodingOf(header: TiffHeader, decoding: DecodeOptions): DecodeOptions {
  return isConverted(header) ? { ...decoding, bands: undefined } : decoding;
}

/** Compressions of bytes that are decoded here: none, and Deflate, whose checksum sharp does not compare. */
const decodedHere = [1, 8, 32946];

/** Returns the bands of usual bytes that are decoded here, or undefined. */
function plainBands({ compression, bits, photometric: kind, bands, pages, planar }: TiffHeader) {
  if (!decodedHere.includes(compression) || bits !== 8 || pages.length > 1 || planar) return undefined;
  if (kind === photometric.rgb && (bands === 3 || bands === 4)) return [0, 1, 2];
  return (kind === photometric.blackIsZero || kind === photometric.whiteIsZero) && bands <= 2
    ? [0]
    : undefined;
}

function blockBytes({ blockWidth, blockHeight, bands, bits }: TiffHeader): number {
  return (blockWidth * blockHeight * bands * bits) / 8;
}

/** Smaller copies of the image, from the finest to the coarsest. */
async function overviewsOf(
  file: ImageBytes,
  directories: readonly Directory[],
  image: TiffHeader,
): Promise<TiffHeader[]> {
  if (image.pages.length > 1) return [];
  const overviews: TiffHeader[] = [];
  for (const [i, directory] of directories.entries()) {
    // Bit 0 marks a smaller copy, bit 2 a mask.
    if (i === 0 || (directory.number(tag.newSubfileType, 0) & 5) !== 1) continue;
    const one = await tiffHeaderOf(file, directories, i);
    const ratio = image.width / one.width;
    const shaped = Math.abs(image.height / ratio - one.height) <= 1.5;
    const alike = one.bands === image.bands && one.bits === image.bits && one.format === image.format;
    if (ratio > 1.5 && shaped && alike && one.photometric === image.photometric)
      overviews.push({ ...one, nodata: one.nodata ?? image.nodata });
  }
  return overviews.sort((a, b) => b.width - a.width);
}

/** Computes one stretch for all resolutions. */
async function chooseRange(
  blocks: readonly BlockDecoder[],
  { stretch = "auto" }: DecodeOptions,
  small: boolean,
): Promise<void> {
  const readers = blocks.filter((one): one is SampleBlocks => one instanceof SampleBlocks);
  const [full] = readers;
  if (!full || isByte(full.header)) return;
  const enough = readers.findLast(({ header }) => header.width * header.height >= 2 ** 20) ?? full;
  full.stretchBy(await sampleOf(enough, small), stretch);
  for (const one of readers) one.range = full.range;
}

/** @throws {ImageRefusal} for an image in one compressed strip that no decoder reads row by row */
function requireSmallBlocks(header: TiffHeader, decoder: "sharp" | "geotiff"): void {
  const bytes = blockBytes(header);
  if (header.compression === 1 || decoder === "sharp" || bytes <= mostBlockBytes) return;
  throw new ImageRefusal(
    `${header.tiled ? "tiles" : "strips"} of ${(bytes / 2 ** 30).toFixed(1)} GiB`,
    "write it again with gdal_translate -co TILED=YES IN OUT.tif",
  );
}
