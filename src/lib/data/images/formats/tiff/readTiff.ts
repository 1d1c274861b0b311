// Decodes TIFF. Usual images go to sharp, which is fast. Samples of other types, bands and compressions are read by the
// package geotiff, because sharp shows several bands without a color as one gray band.

import type { DecodeOptions } from "../../decodeOptions.js";
import { ImageRefusal } from "../../imageRefusal.js";
import type { Raster } from "../../resizeLikePillow.js";
import { stretched } from "../../stretch.js";
import { cmykToRgb, grayToRgb, yCbCrToRgb } from "../colors.js";
import type { ImageBytes } from "../imageBytes.js";
import { checkPlausible, checkSize } from "../limits.js";
import { bandIndices } from "./bands.js";
import { readSamples } from "./samples.js";
import { photometric, type TiffHeader } from "./tiffHeader.js";

/** Compressions by the value of the tag, with the most decoded bytes for each byte, and the decoders that read them. */
interface Compression {
  readonly name: string;
  readonly most: number;
  readonly sharp: boolean;
  readonly geotiff: boolean;
}
const both = { sharp: true, geotiff: true };
const neither = { sharp: false, geotiff: false };
/** Formats that write a constant area in a few bytes. */
const great = 100_000;
const compressions: Readonly<Record<number, Compression>> = {
  1: { name: "none", most: 1, ...both },
  2: { name: "CCITT RLE", most: great, sharp: true, geotiff: false },
  3: { name: "CCITT G3", most: great, sharp: true, geotiff: false },
  4: { name: "CCITT G4", most: great, sharp: true, geotiff: false },
  5: { name: "LZW", most: 4096, ...both },
  6: { name: "old-style JPEG", most: 2048, ...neither },
  7: { name: "JPEG", most: 2048, ...both },
  8: { name: "Deflate", most: 1100, ...both },
  32946: { name: "Deflate", most: 1100, ...both },
  32773: { name: "PackBits", most: 128, ...both },
  33003: { name: "JPEG 2000", most: great, ...neither },
  33005: { name: "JPEG 2000", most: great, ...neither },
  34661: { name: "JBIG", most: great, ...neither },
  34933: { name: "PNG", most: great, ...neither },
  34712: { name: "JPEG 2000", most: great, ...neither },
  34887: { name: "LERC", most: great, sharp: false, geotiff: true },
  34925: { name: "LZMA", most: great, ...neither },
  50000: { name: "ZSTD", most: great, sharp: false, geotiff: true },
  50001: { name: "WebP", most: great, sharp: true, geotiff: false },
  50002: { name: "JPEG XL", most: great, ...neither },
  52546: { name: "JPEG XL", most: great, ...neither },
};

const uncompressed = "decompress it with gdal_translate -co COMPRESS=DEFLATE IN OUT.tif";

/** The way to decode a TIFF: by sharp, or the bands to read. */
export type TiffPlan =
  | { readonly decoder: "sharp" }
  | { readonly decoder: "geotiff"; readonly bands: readonly number[]; readonly sampleBytes: number };

/** The two ways to read a TIFF: at once, or in windows, which has no limit of its size and takes packed samples too. */
export type TiffReading = "whole" | "windows";

/**
 * Decides how to decode a TIFF.
 *
 * @throws {ImageRefusal} with the feature that is not supported and the command that converts the file
 */
export function planTiff(
  header: TiffHeader,
  options: DecodeOptions,
  reading: TiffReading = "whole",
): TiffPlan {
  const { width, height, bands, bits, dataBytes } = header;
  const compression = compressions[header.compression];
  if (!compression || !(compression.sharp || compression.geotiff)) {
    const name = compression?.name ?? `number ${header.compression}`;
    throw new ImageRefusal(`the TIFF compression ${name}`, uncompressed);
  }
  const whole = reading === "whole";
  checkSize(width, height, 3, whole);
  if (dataBytes === 0) {
    throw new ImageRefusal(
      "a TIFF without pixel data (sparse)",
      "write it again with gdal_translate -co SPARSE_OK=FALSE IN OUT.tif",
    );
  }
  const chosen = header.photometric === photometric.palette ? undefined : bandIndices(header, options);
  if (compression.sharp && isUsual(header) && isRgbOrder(chosen, header)) {
    if (!header.sparse)
      checkPlausible(
        Math.ceil((width * bits * bands) / 8) * height * subsampled(header),
        dataBytes,
        compression.most,
      );
    return { decoder: "sharp" };
  }
  refuseUnread(header, compression, whole ? wholeBits : packedBits);
  const read = header.photometric === photometric.cmyk ? [0, 1, 2, 3] : chosen!;
  const sampleBytes = Math.max(1, bits / 8) * read.length;
  checkSize(width, height, sampleBytes, whole);
  if (!header.sparse) checkPlausible((width * bits * bands * height) / 8, dataBytes, compression.most);
  return { decoder: "geotiff", bands: read, sampleBytes };
}

/** Returns true for an image of a color space that is converted to RGB. */
export function isConverted({ photometric: kind }: TiffHeader): boolean {
  return kind === photometric.palette || kind === photometric.cmyk || kind === photometric.yCbCr;
}

/** Share of the samples that a file with subsampled chroma holds. */
function subsampled({ photometric: kind, subsampling }: TiffHeader): number {
  if (kind !== photometric.yCbCr) return 1;
  return (1 + 2 / ((subsampling[0] ?? 2) * (subsampling[1] ?? 2))) / 3;
}

/** Bits of a gray value or of a color's number that sharp reads. */
const libtiffBits = [1, 2, 4, 8];

/** Returns true for images that sharp decodes to the colors that the file means. */
function isUsual(header: TiffHeader): boolean {
  const { bands, bits, format, photometric: kind, alpha, tiled, planar, pages } = header;
  if (format !== "unsigned" || pages.length > 1 || (tiled && planar && bands > 1)) return false;
  if (kind === photometric.palette) return bands === 1 && libtiffBits.includes(bits);
  if (kind === photometric.rgb) return bits === 8 && (bands === 3 || (bands === 4 && alpha !== "associated"));
  if (kind === photometric.cmyk) return bits === 8 && bands === 4;
  if (kind === photometric.yCbCr) return bits === 8 && bands === 3 && header.compression === 7;
  const gray = kind === photometric.whiteIsZero || kind === photometric.blackIsZero;
  return (
    gray &&
    libtiffBits.includes(bits) &&
    (bands === 1 || (bands === 2 && bits === 8 && alpha === "unassociated"))
  );
}

function isRgbOrder(
  chosen: readonly number[] | undefined,
  { bands, photometric: kind }: TiffHeader,
): boolean {
  if (chosen === undefined) return true;
  const natural = bands <= 2 && kind !== photometric.rgb ? [0] : [0, 1, 2];
  return chosen.length === natural.length && natural.every((index, i) => chosen[i] === index);
}

const wholeBits = ({ bits }: TiffHeader) => [8, 16, 32, 64].includes(bits);
/** Samples that fill no whole bytes are read where they are unsigned and neither filtered nor in planes. */
const packedBits = (header: TiffHeader) =>
  wholeBits(header) ||
  (header.format === "unsigned" && header.bits >= 1 && header.bits < 16 && header.predictor === 1);

/** @throws {ImageRefusal} for samples that no decoder reads */
function refuseUnread(
  header: TiffHeader,
  { geotiff, name }: Compression,
  readable: (header: TiffHeader) => boolean,
): void {
  const { bits, format, photometric: kind, bands, subsampling, compression } = header;
  if (!geotiff)
    throw new ImageRefusal(`the TIFF compression ${name} with ${bands} bands of ${bits} bits`, uncompressed);
  if (format === "complex")
    throw new ImageRefusal(
      "complex samples",
      "write their amplitude with gdal_translate DERIVED_SUBDATASET:AMPLITUDE:IN OUT.tif",
    );
  if (bits === 64 && format !== "float")
    throw new ImageRefusal("integers of 64 bits", "convert it with gdal_translate -ot UInt32 IN OUT.tif");
  if (!readable(header)) {
    const type = bits < 8 ? "Byte -co NBITS=8" : "UInt16 -co NBITS=16";
    throw new ImageRefusal(
      `${bands} ${bands === 1 ? "band" : "bands"} of ${bits} bits`,
      `convert it with gdal_translate -ot ${type} IN OUT.tif`,
    );
  }
  const toRgb = "convert it with gdal_translate -co PHOTOMETRIC=RGB IN OUT.tif";
  if (kind === photometric.palette)
    throw new ImageRefusal(
      `a palette of ${bits} bits`,
      "expand it with gdal_translate -expand rgb IN OUT.tif",
    );
  if (kind === photometric.yCbCr && compression !== 7 && subsampling.some((factor) => factor !== 1))
    throw new ImageRefusal("subsampled chroma without JPEG", toRgb);
  if (kind > photometric.yCbCr && kind < 32767)
    throw new ImageRefusal(kind === 8 || kind === 9 ? "CIELAB colors" : `the color space ${kind}`, toRgb);
  if (compression === 7 && bits !== 8)
    throw new ImageRefusal(`JPEG with samples of ${bits} bits`, uncompressed);
}

/** Reads the bands of a plan and turns them into RGB. */
export async function readTiff(
  file: ImageBytes,
  header: TiffHeader,
  bands: readonly number[],
  { stretch = "auto" }: DecodeOptions,
): Promise<Raster> {
  const { width, height, photometric: kind, alpha } = header;
  const samples = await readSamples(file, header, bands);
  let bytes = colored(stretched(samples, stretch, header.nodata), bands.length, kind);
  if (alpha === "associated" && header.bits === 8 && kind === photometric.rgb)
    bytes = withoutAlpha(bytes, (await readSamples(file, header, [header.bands - 1])) as Uint8Array);
  return { data: bytes, width, height };
}

/**
 * Turns the bytes of the chosen bands into RGB.
 *
 * @param bytes `[pixels, bands]`
 * @param kind value of the tag PhotometricInterpretation
 */
export function colored(bytes: Uint8Array, bands: number, kind: number): Uint8Array {
  const light = kind === photometric.whiteIsZero ? bytes.map((byte) => 255 - byte) : bytes;
  if (kind === photometric.cmyk) return cmykToRgb(light);
  if (kind === photometric.yCbCr) return yCbCrToRgb(light);
  return bands === 1 ? grayToRgb(light) : light;
}

/** Undoes the product of a color with its opacity, as Pillow does. */
export function withoutAlpha(rgb: Uint8Array, alpha: Uint8Array): Uint8Array {
  return rgb.map((byte, i) => {
    const opacity = alpha[Math.floor(i / 3)]!;
    return opacity === 0 || opacity === 255 ? byte : Math.min(255, Math.trunc((255 * byte) / opacity));
  });
}
