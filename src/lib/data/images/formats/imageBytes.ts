// The bytes of an image file, and a first look at them.
import { open, readFile, stat } from "node:fs/promises";
import { DataError } from "../../../base/errors.js";
import { ImageRefusal } from "../imageRefusal.js";

/** Files up to this size are read at once. */
const mostAtOnce = 2 ** 23;

/** The bytes of a file on disk or in memory. */
export interface ImageBytes {
  /** Path or bytes, for a decoder. */
  readonly input: string | Uint8Array;
  /** Size in bytes. */
  readonly size: number;
  /** Reads a part. It is shorter at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** @throws {DataError} when a path names no file @throws {ImageRefusal} when it names a folder */
export async function openBytes(source: string | Uint8Array): Promise<ImageBytes> {
  if (typeof source !== "string") return inMemory(source);
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR")
      throw new ImageRefusal(`a file that cannot be opened (${error.code})`, "check its permissions");
    throw new DataError(`${source}: expected an image, found no such file; check the path.`);
  });
  if (found.isDirectory()) throw new ImageRefusal("a folder", "name one of its files");
  if (found.size <= mostAtOnce) {
    const bytes = await readFile(source).catch((error: NodeJS.ErrnoException) => {
      throw new ImageRefusal(`a file that cannot be read (${error.code})`, "check its permissions");
    });
    return inMemory(bytes);
  }
  return { input: source, size: found.size, read: (offset, length) => readPart(source, offset, length) };
}

function inMemory(bytes: Uint8Array): ImageBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = async (offset: number, length: number) => buffer.subarray(offset, offset + length);
  return { input: buffer, size: buffer.length, read };
}

async function readPart(path: string, offset: number, length: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The decoder of a file: of TIFF, of BMP, or sharp for all other formats. */
export type ImageKind = "tiff" | "bmp" | "sharp";

const toTiff = "convert it with gdal_translate -of GTiff IN OUT.tif";
/** Beginnings of files that are no image, or an image that is not decoded. */
const refused: readonly (readonly [start: string, found: string, advice: string])[] = [
  ["\x00\x05\x16\x07", "a macOS resource file (AppleDouble)", "remove it, the image is the file without ._"],
  ["version https://git-lfs", "a Git LFS pointer instead of the image", "run git lfs pull"],
  ["<!doctype html", "an HTML page", "download the image again"],
  ["<html", "an HTML page", "download the image again"],
  ["\x00\x00\x00\x0cjP  \r\n", "JPEG 2000", toTiff],
  ["\xff\x4f\xff\x51", "JPEG 2000", toTiff],
  ["\x89HDF", "HDF5 or NetCDF", toTiff],
  ["CDF", "NetCDF", toTiff],
  ["PK\x03\x04", "a zip archive", "unpack it"],
  ["\x1f\x8b", "a gzip archive", "unpack it"],
  ["%PDF", "a PDF", "convert it to PNG or TIFF"],
];
/** Beginnings of TIFF and BigTIFF in either byte order. */
const tiffStarts = ["II*\0", "II+\0", "MM\0*", "MM\0+"];

/** Recognizes a file by its first bytes. @throws {ImageRefusal} for a file that is not decoded */
export async function kindOf({ read, size }: ImageBytes): Promise<ImageKind> {
  if (size === 0) throw new ImageRefusal("an empty file", "copy it again");
  const start = await read(0, 64);
  const text = start.toString("latin1");
  if (start.every((byte) => byte === 0)) throw new ImageRefusal("zero bytes", "copy it again");
  const trimmed = text.trimStart().toLowerCase();
  for (const [beginning, found, advice] of refused) {
    if (text.startsWith(beginning) || (beginning.startsWith("<") && trimmed.startsWith(beginning)))
      throw new ImageRefusal(found, advice);
  }
  if (tiffStarts.some((beginning) => text.startsWith(beginning))) return "tiff";
  return text.startsWith("BM") ? "bmp" : "sharp";
}
