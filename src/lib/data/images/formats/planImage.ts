// Looks at the header of an image and says how to decode it and how much memory that takes.
import type { DecodeOptions } from "../decodeOptions.js";
import { type ImageSource, openImage, pathOrBytes } from "../imageSource.js";
import type { Raster } from "../resizeLikePillow.js";
import { decodeBmp, readBmpHeader } from "./bmpImage.js";
import { type ImageBytes, kindOf, openBytes } from "./imageBytes.js";
import { upright } from "./orientation.js";
import { decodeSharp, endsEarly, openSharp, readSharpHeader } from "./sharpImage.js";
import { requireBands } from "./tiff/bands.js";
import { isConverted, planTiff, readTiff } from "./tiff/readTiff.js";
import { photometric, readTiffHeader } from "./tiff/tiffHeader.js";

/** The way to decode an image. */
export interface ImagePlan {
  readonly width: number;
  readonly height: number;
  /** Memory that decoding takes, in bytes. */
  readonly bytes: number;
  /** True when sharp shows the image in its colors, so that a smaller picture needs no decoding in full size. */
  readonly direct: boolean;
  decode(): Promise<Raster>;
  /** Reports whether the mark at the end of the file is missing, so that the file may be cut off. */
  endsEarly?(): Promise<boolean>;
}

/**
 * Plans the decoding of an image without reading its pixels.
 *
 * @throws {DataError} when a path names no file
 * @throws {ImageRefusal} when the image cannot be decoded
 */
export async function planImage(source: ImageSource, options: DecodeOptions): Promise<ImagePlan> {
  const input = pathOrBytes(source);
  if (input === undefined) return planPipeline(source);
  const file = await openBytes(input);
  const kind = await kindOf(file);
  if (kind === "tiff") return planTiffFile(file, options);
  if (kind === "bmp") {
    const size = await readBmpHeader(file);
    const decode = async () => ordered(await decodeBmp(file), options);
    return { ...size, bytes: file.size + 15 * size.width * size.height, direct: false, decode };
  }
  const header = await readSharpHeader(file);
  const { width, height, depth, space } = header;
  if (options.bands) requireBands(options.bands, 3);
  return {
    width,
    height,
    bytes: width * height * (depth === "ushort" ? 15 : space === "cmyk" ? 7 : 3),
    direct: depth === "uchar" && space !== "cmyk" && options.bands === undefined,
    decode: async () => ordered(await decodeSharp(openSharp(file.input), header, options.stretch), options),
    endsEarly: async () => endsEarly(header.format, await file.read(Math.max(0, file.size - 4096), 4096)),
  };
}

async function planPipeline(source: ImageSource): Promise<ImagePlan> {
  const image = openImage(source);
  const { width, height } = await image.metadata();
  const decode = () => decodeSharp(image, {}, undefined);
  return { width, height, bytes: 3 * width * height, direct: true, decode };
}

async function planTiffFile(file: ImageBytes, options: DecodeOptions): Promise<ImagePlan> {
  const header = await readTiffHeader(file);
  const { orientation } = header;
  // The bands of other color spaces are those of the RGB image that they become.
  const becomesRgb = isConverted(header);
  const read = becomesRgb ? { ...options, bands: undefined } : options;
  const finish = (raster: Raster) => upright(becomesRgb ? ordered(raster, options) : raster, orientation);
  const plan = planTiff(header, read);
  const turned = orientation >= 5;
  const [width, height] = turned ? [header.height, header.width] : [header.width, header.height];
  const pixels = width * height;
  const turning = orientation > 1 ? 3 : 0;
  if (plan.decoder === "geotiff") {
    const decode = async () => finish(await readTiff(file, header, plan.bands, read));
    return { width, height, bytes: pixels * (2 * plan.sampleBytes + 3 + turning), direct: false, decode };
  }
  const cmyk = header.photometric === photometric.cmyk;
  const space = cmyk ? ({ space: "cmyk" } as const) : {};
  return {
    width,
    height,
    bytes: pixels * (3 + turning + (cmyk ? 4 : 0)),
    direct: orientation <= 1 && !cmyk && !options.bands,
    decode: async () => finish(await decodeSharp(openSharp(file.input), space, undefined)),
  };
}

/** Takes the chosen bands of an RGB image. */
function ordered(raster: Raster, { bands }: DecodeOptions): Raster {
  if (!bands) return raster;
  requireBands(bands, 3);
  const order = [0, 1, 2].map((i) => (bands[i] ?? bands[0]!) - 1) as [number, number, number];
  const { data } = raster;
  const taken = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    for (let k = 0; k < 3; k++) taken[i + k] = data[i + order[k]!]!;
  }
  return { ...raster, data: taken };
}
