// Writes a large RGB image as a tiled TIFF, a row of tiles at a time.
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { fileErrorOf } from "../../../base/files/fileError.js";
import { temporaryName } from "../../../base/files/output.js";
import { tag } from "../formats/tiff/directories.js";
import { geoEntries } from "./geoKeys.js";
import type { Georeference } from "./georeference.js";
import { encodedDirectory, longs, shorts } from "./tiffEntries.js";

/** Width and height of a tile, and so the rows of a band. */
export const bandRows = 256;
const compressed = promisify(deflate);
const compression = 8;

/**
 * Writes an image of RGB bytes by bands of 256 rows. The file appears as a whole.
 *
 * @param bands the bands from the top to the bottom, each `[256, width, 3]`; rows below the image are left out
 * @throws {FileError} when the file cannot be written
 */
export async function writeTiledTiff(
  file: string,
  { width, height }: { readonly width: number; readonly height: number },
  bands: AsyncIterable<Uint8Array>,
  georeference?: Georeference,
): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, "w");
    try {
      await writeParts(handle, width, height, bands, georeference);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileErrorOf(error, file);
  }
}

async function writeParts(
  handle: FileHandle,
  width: number,
  height: number,
  bands: AsyncIterable<Uint8Array>,
  georeference: Georeference | undefined,
): Promise<void> {
  const [offsets, counts]: [number[], number[]] = [[], []];
  let place = 8;
  for await (const band of bands) {
    const across = Array.from({ length: Math.ceil(width / bandRows) }, (_, column) => column);
    for (const tile of await Promise.all(
      across.map((column) => compressed(tileOf(band, width, column), { level: 3 })),
    )) {
      await handle.write(tile, 0, tile.length, place);
      offsets.push(place);
      counts.push(tile.length);
      place += tile.length;
    }
  }
  place += place % 2;
  const entries = [
    longs(tag.imageWidth, [width]),
    longs(tag.imageLength, [height]),
    shorts(tag.bitsPerSample, [8, 8, 8]),
    shorts(tag.compression, [compression]),
    shorts(tag.photometric, [2]),
    shorts(tag.samplesPerPixel, [3]),
    shorts(tag.planarConfiguration, [1]),
    shorts(tag.tileWidth, [bandRows]),
    shorts(tag.tileLength, [bandRows]),
    longs(tag.tileOffsets, offsets),
    longs(tag.tileByteCounts, counts),
    ...(georeference ? geoEntries(georeference) : []),
  ];
  const directory = encodedDirectory(entries, place, true);
  await handle.write(directory, 0, directory.length, place);
  const head = Buffer.from("II*\0\0\0\0\0", "latin1");
  head.writeUInt32LE(place, 4);
  await handle.write(head, 0, head.length, 0);
}

/** Cuts a tile out of a band. Columns beyond the image are black. */
function tileOf(band: Uint8Array, width: number, column: number): Uint8Array {
  const tile = new Uint8Array(3 * bandRows * bandRows);
  const left = column * bandRows;
  const columns = Math.min(bandRows, width - left);
  for (let row = 0; row < bandRows; row++) {
    const start = 3 * (row * width + left);
    tile.set(band.subarray(start, start + 3 * columns), 3 * row * bandRows);
  }
  return tile;
}
