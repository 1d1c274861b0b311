// Reads the samples of a TIFF by the package geotiff.
import { promisify } from "node:util";
import { inflate } from "node:zlib";
import type { GeoTIFF, GeoTIFFImage } from "geotiff";
import type { SampleArray } from "../../stretch.js";
import type { ImageBytes } from "../imageBytes.js";
import { tag } from "./directories.js";
import { corrected, predictorFor } from "./predictors.js";
import type { TiffHeader, TiffPage } from "./tiffHeader.js";

/**
 * Reads bands of a file.
 *
 * @param bands indices from 0
 * @returns interleaved samples, [height, width, bands]
 */
export async function readSamples(
  file: ImageBytes,
  header: TiffHeader,
  bands: readonly number[],
): Promise<SampleArray> {
  const { pages } = header;
  const tiff = await openTiff(file);
  const samplesOf = async (page: TiffPage, options: { samples?: number[] }) => {
    const image = await imageOf(tiff, page, predictorFor(header));
    const samples = (await image.readRasters({ ...options, interleave: true })) as SampleArray;
    return corrected(samples, options.samples?.length ?? 1, header);
  };
  try {
    if (pages.length === 1) return await samplesOf(pages[0]!, { samples: [...bands] });
    const planes: SampleArray[] = [];
    for (const band of bands) planes.push(await samplesOf(pages[band]!, {}));
    return interleaved(planes);
  } finally {
    void tiff.close();
  }
}

/** Opens one image. geotiff 3.0.5 reads long lists of big-endian files in the wrong byte order, so it gets ours. */
export async function imageOf(
  tiff: GeoTIFF,
  { directory, tiled, offsets, counts }: TiffPage,
  predictor: number | undefined,
): Promise<GeoTIFFImage> {
  const image = await tiff.getImage(directory);
  const { actualizedFields } = image.fileDirectory;
  actualizedFields.set(tiled ? tag.tileOffsets : tag.stripOffsets, [...offsets]);
  actualizedFields.set(tiled ? tag.tileByteCounts : tag.stripByteCounts, [...counts]);
  if (predictor !== undefined) actualizedFields.set(tag.predictor, predictor);
  return image;
}

const lzw = 5;
const deflate = [8, 32946];
const inflated = promisify(inflate);
let replaced: Promise<void> | undefined;

/**
 * Replaces two decoders. Deflate is decoded by zlib in other threads, three times as fast, and its checksum is compared. LZW
 * without an end mark is read whole without a warning, which would be on standard error and in a cell's output.
 */
async function replaceDecoders(geotiff: typeof import("geotiff")): Promise<void> {
  const { addDecoder, BaseDecoder } = geotiff;
  class Zlib extends BaseDecoder {
    override async decodeBlock(block: ArrayBuffer): Promise<ArrayBuffer> {
      const { buffer, byteOffset, byteLength } = await inflated(new Uint8Array(block));
      return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    }
  }
  addDecoder(deflate, async () => Zlib as never);
  await quietLzw(geotiff);
}

async function quietLzw({ addDecoder, getDecoder }: typeof import("geotiff")): Promise<void> {
  const parameters = {
    tileWidth: 1,
    tileHeight: 1,
    planarConfiguration: 1,
    bitsPerSample: [8],
    predictor: 1,
  };
  const printing = await getDecoder(lzw, parameters as Parameters<typeof getDecoder>[1]);
  class QuietDecoder extends (printing.constructor as new (
    given: unknown,
  ) => { decodeBlock(block: ArrayBuffer): unknown }) {
    override decodeBlock(block: ArrayBuffer): unknown {
      const { warn } = console;
      console.warn = () => {};
      try {
        return super.decodeBlock(block);
      } finally {
        console.warn = warn;
      }
    }
  }
  addDecoder(lzw, async () => QuietDecoder as never);
}

/** Opens a file with geotiff. */
export async function openTiff({ input }: ImageBytes): Promise<GeoTIFF> {
  const geotiff = await import("geotiff");
  replaced ??= replaceDecoders(geotiff);
  await replaced;
  if (typeof input === "string") return geotiff.fromFile(input);
  const { buffer, byteOffset, byteLength } = input;
  return geotiff.fromArrayBuffer(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

function interleaved(planes: readonly SampleArray[]): SampleArray {
  const [first] = planes as [SampleArray];
  const joined = new (first.constructor as new (length: number) => SampleArray)(first.length * planes.length);
  for (const [k, plane] of planes.entries()) {
    for (let i = 0; i < plane.length; i++) joined[i * planes.length + k] = plane[i]!;
  }
  return joined;
}
