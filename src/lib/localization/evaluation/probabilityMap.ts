// Probability maps as files: `probmap_N.jpg`, `.png` and `.npy`.
import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import sharp from "sharp";
import { DataError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { readNpy } from "../../base/npy.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { named } from "../../data/images/decodeImage.js";
import type { GrayMap } from "../indicators/judgeMap.js";

const endings = [".jpg", ".jpeg", ".png", ".npy"];

/**
 * Finds the probability maps of a folder: `probmap_0`, `probmap_1`, … for the items of an annotation file.
 *
 * @param count number of items
 * @returns paths
 * @throws {DataError} that names the maps that are missing, or an item with two maps
 */
export function findProbabilityMaps(folder: string, count: number): string[] {
  const missing: string[] = [];
  const files = Array.from({ length: count }, (_, item) => {
    const found = endings
      .map((ending) => join(folder, `probmap_${item}${ending}`))
      .filter((file) => existsSync(file));
    if (found.length > 1)
      throw new DataError(
        `${folder}: expected one map of item ${item}, found ${found.join(" and ")}; remove one.`,
      );
    if (found.length === 0) missing.push(`probmap_${item}`);
    return found[0] ?? "";
  });
  if (missing.length === 0) return files;
  throw new DataError(
    `${folder}: expected probmap_0 … probmap_${count - 1} (.jpg, .png or .npy), found no ${listFirst(missing, 6)}; write the maps of all items.`,
  );
}

/**
 * Reads a probability map. A `.npy` file has values in 0…1, which are cut to 256 levels as the authors' code does, or bytes.
 *
 * @throws {DataError} when it is colored, has another shape or values outside of its range
 */
export async function readProbabilityMap(file: string): Promise<GrayMap> {
  if (extname(file).toLowerCase() === ".npy") return readArray(file);
  const { data, info } = await named(file, undefined, () =>
    sharp(file, { failOn: "error", limitInputPixels: false, ignoreIcc: true })
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height, channels } = info;
  return { width, height, gray: channels === 1 ? viewOf(data) : grayOf(data, channels, file) };
}

/** Returns the bytes of a buffer without a copy. */
function viewOf({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** Largest difference of the colors of a pixel in a gray picture that was saved as JPEG in color. */
const mostTint = 16;

/** Returns luma (BT.601), as OpenCV reads a picture in gray. @throws {DataError} for a picture in color */
function grayOf(pixels: Uint8Array, channels: number, file: string): Uint8Array {
  const gray = new Uint8Array(pixels.length / channels);
  for (let i = 0; i < gray.length; i++) {
    const [red, green, blue] = [
      pixels[i * channels]!,
      pixels[i * channels + 1]!,
      pixels[i * channels + 2] ?? 0,
    ];
    if (channels >= 3 && Math.max(red, green, blue) - Math.min(red, green, blue) > mostTint)
      throw new DataError(
        `${file}: expected a gray map, found the color ${red}, ${green}, ${blue}; give probmap_N and not heatmap_N.`,
      );
    gray[i] = channels >= 3 ? Math.round(0.299 * red + 0.587 * green + 0.114 * blue) : red;
  }
  return gray;
}

async function readArray(file: string): Promise<GrayMap> {
  const { shape, values } = await readNpy(file);
  const [height, width] = shape as [number, number];
  if (shape.length !== 2 || values.length === 0)
    throw new DataError(
      `${file}: expected an array [height, width], found [${shape.join(", ")}]; save one map a file.`,
    );
  let highest = 0;
  for (const value of values) {
    if (!(value >= 0 && value <= 255))
      throw new DataError(`${file}: expected values in 0…1, found ${value}; scale the map first.`);
    if (value > highest) highest = value;
  }
  if (highest > 1) return { width, height, gray: wholeBytes(values, file) };
  // A byte divided by 255 becomes the byte again, although float32 may have rounded it down.
  // A loop, because `Uint8Array.from` with a function lists all values first, in 44 bytes each.
  const gray = new Uint8Array(values.length);
  for (let i = 0; i < gray.length; i++) gray[i] = Math.floor(values[i]! * 255 + 1e-4);
  return { width, height, gray };
}

function wholeBytes(values: Float32Array, file: string): Uint8Array {
  const fraction = values.find((value) => !Number.isInteger(value));
  if (fraction === undefined) return Uint8Array.from(values);
  throw new DataError(
    `${file}: expected values in 0…1, or bytes, found ${fraction} and values above 1; scale the map first.`,
  );
}

/** Returns the bytes of a gray JPEG of quality 95, as OpenCV writes a probability map. */
export async function jpegOfMap({ width, height, gray }: GrayMap): Promise<Buffer> {
  return sharp(gray, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColorspace("b-w")
    .jpeg({ quality: 95, optimizeCoding: false, mozjpeg: false })
    .toBuffer();
}

/** Reads the bytes of a gray picture. */
export async function mapOfFile(bytes: Buffer): Promise<GrayMap> {
  const { data, info } = await sharp(bytes, { limitInputPixels: false })
    .toColorspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, gray: viewOf(data) };
}

/** Writes a map as PNG, without loss. @throws {FileError} when it cannot be written */
export async function writeMapPng(file: string, { width, height, gray }: GrayMap): Promise<void> {
  const png = await sharp(gray, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColorspace("b-w")
    .png({ compressionLevel: 6 })
    .toBuffer();
  await writeFileAtomic(file, png);
}
