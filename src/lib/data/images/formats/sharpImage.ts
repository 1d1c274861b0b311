// Decodes JPEG, PNG, WebP, GIF, AVIF and usual TIFF with sharp.
import sharp, { type Metadata, type Sharp } from "sharp";
import type { DecodeOptions } from "../decodeOptions.js";
import { ImageRefusal } from "../imageRefusal.js";
import type { Raster } from "../resizeLikePillow.js";
import { stretched } from "../stretch.js";
import { cmykToRgb, grayToRgb } from "./colors.js";
import type { ImageBytes } from "./imageBytes.js";
import { checkPlausible, checkSize, mostPixels } from "./limits.js";

/** Opens a file or its bytes. */
export function openSharp(input: string | Uint8Array): Sharp {
  return sharp(input, { failOn: "error", limitInputPixels: mostPixels, ignoreIcc: true });
}

/** Most decoded bytes for each byte of a file. */
const mostBytes: Readonly<Record<string, number>> = {
  png: 1100,
  jpeg: 2048,
  gif: 4096,
  webp: 100_000,
  heif: 100_000,
};

/**
 * Reads the header of a file.
 *
 * @param whole false for an image that is read in windows, which may be of any size
 * @throws {ImageRefusal} when its size does not fit the file
 */
export async function readSharpHeader({ input, size }: ImageBytes, whole = true): Promise<Metadata> {
  const header = await sharp(input, { failOn: "error", limitInputPixels: false, ignoreIcc: true }).metadata();
  const { width, height, channels, depth, format } = header;
  const deep = depth === "ushort" ? 2 : 1;
  checkSize(width, height, 3 * deep, whole);
  const bits = header.bitsPerSample ?? 8;
  const pixelBytes = (width * height * (header.isPalette ? 1 : channels) * bits) / 8;
  if (mostBytes[format] !== undefined) checkPlausible(pixelBytes, size, mostBytes[format]);
  return header;
}

/** Marks at the end of a file, possibly with padding behind them. */
const endMarks: Readonly<Record<string, Buffer>> = {
  jpeg: Buffer.from([0xff, 0xd9]),
  png: Buffer.from("IEND"),
  gif: Buffer.from(";"),
};

/** Reports whether a file may be cut off. @param end last bytes of the file */
export function endsEarly(format: string, end: Buffer): boolean {
  const mark = endMarks[format];
  return mark !== undefined && !end.includes(mark);
}

/** Decodes a file to RGB. */
export async function decodeSharp(
  image: Sharp,
  { space, depth }: Partial<Pick<Metadata, "space" | "depth">>,
  stretch: DecodeOptions["stretch"],
): Promise<Raster> {
  if (space === "cmyk") {
    const { data, info } = await image
      .pipelineColorspace("cmyk")
      .toColorspace("cmyk")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { data: cmykToRgb(data), width: info.width, height: info.height };
  }
  if (depth === "ushort") return decodeDeep(image, space === "grey16", stretch);
  const { data, info } = await image
    .toColorspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3)
    throw new ImageRefusal(
      `${channels} bands`,
      "make an RGB image of three of them (gdal_translate -b 1 -b 2 -b 3 IN OUT.tif)",
    );
  return { data, width, height };
}

/** Decodes 16 bits for each sample. */
async function decodeDeep(image: Sharp, gray: boolean, stretch: DecodeOptions["stretch"]): Promise<Raster> {
  const { data, info } = await image
    .toColorspace(gray ? "grey16" : "rgb16")
    .removeAlpha()
    .raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  const bytes = stretched(samples, stretch ?? "auto");
  return { data: channels === 1 ? grayToRgb(bytes) : bytes, width, height };
}
