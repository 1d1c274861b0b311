// Writes Cloud-Optimized GeoTIFFs: tiles and overviews, directories first, coarse pixels before fine ones.
import sharp from "sharp";
import { writeFileAtomic } from "../../../base/writeFileAtomic.js";
import { openBytes } from "../formats/imageBytes.js";
import { readDirectories, tag } from "../formats/tiff/directories.js";
import { type TiffHeader, tiffHeaderOf } from "../formats/tiff/tiffHeader.js";
import { geoEntries } from "./geoKeys.js";
import type { Georeference } from "./georeference.js";
import { ascii, encodedDirectory, longs, shorts, type TiffEntry } from "./tiffEntries.js";

/** A gray picture. */
export interface GrayPicture {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** One byte for each pixel, row after row. */
  readonly gray: Uint8Array;
}

/** Width and height of a tile. */
const tileSize = 256;
const deflate = 8;

/**
 * Writes a gray picture as a Cloud-Optimized GeoTIFF: tiles of 256 × 256 pixels, Deflate, with overviews.
 *
 * @param georeference places of the pixels of the picture, left out for a TIFF without any
 * @param description text for the tag ImageDescription
 * @throws {FileError} when the file cannot be written
 */
export async function writeGeoTiff(
  file: string,
  { width, height, gray }: GrayPicture,
  georeference?: Georeference,
  description?: string,
): Promise<void> {
  const tiled = await sharp(gray, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColorspace("b-w")
    .tiff({
      compression: "deflate",
      predictor: "none",
      tile: true,
      tileWidth: tileSize,
      tileHeight: tileSize,
      pyramid: true,
    })
    .toBuffer();
  const bytes = await openBytes(tiled);
  const directories = await readDirectories(bytes);
  const headers: TiffHeader[] = [];
  for (const place of directories.keys()) headers.push(await tiffHeaderOf(bytes, directories, place));
  const tiles = headers.map(({ pages: [page] }) =>
    page!.offsets.map((offset, i) => tiled.subarray(offset, offset + page!.counts[i]!)),
  );
  const extra = [
    ...(description === undefined ? [] : [ascii(tag.imageDescription, description)]),
    ...(georeference ? geoEntries(georeference) : []),
  ];
  await writeFileAtomic(file, layout(headers, tiles, extra));
}

/** Puts the directories in front of the pixels, and the coarsest pixels first. */
function layout(
  headers: readonly TiffHeader[],
  tiles: readonly (readonly Buffer[])[],
  extra: readonly TiffEntry[],
): Buffer[] {
  const directoriesFor = (offsets: readonly (readonly number[])[]) => {
    const parts: Buffer[] = [];
    let place = 8;
    for (const [i, header] of headers.entries()) {
      const entries = entriesOf(header, tiles[i]!, offsets[i]!, i === 0 ? extra : undefined);
      const part = encodedDirectory(entries, place, i === headers.length - 1);
      parts.push(part);
      place += part.length;
    }
    return { parts, end: place };
  };
  const { end } = directoriesFor(tiles.map((list) => list.map(() => 0)));
  let place = end;
  const offsets: number[][] = tiles.map(() => []);
  for (let level = tiles.length - 1; level >= 0; level--) {
    for (const tile of tiles[level]!) {
      offsets[level]!.push(place);
      place += tile.length;
    }
  }
  const start = Buffer.from("II*\0\x08\0\0\0", "latin1");
  return [start, ...directoriesFor(offsets).parts, ...tiles.toReversed().flat()];
}

function entriesOf(
  { width, height }: TiffHeader,
  tiles: readonly Buffer[],
  offsets: readonly number[],
  extra: readonly TiffEntry[] | undefined,
): TiffEntry[] {
  return [
    longs(tag.newSubfileType, [extra ? 0 : 1]),
    longs(tag.imageWidth, [width]),
    longs(tag.imageLength, [height]),
    shorts(tag.bitsPerSample, [8]),
    shorts(tag.compression, [deflate]),
    shorts(tag.photometric, [1]),
    shorts(tag.samplesPerPixel, [1]),
    shorts(tag.planarConfiguration, [1]),
    shorts(tag.tileWidth, [tileSize]),
    shorts(tag.tileLength, [tileSize]),
    longs(tag.tileOffsets, offsets),
    longs(
      tag.tileByteCounts,
      tiles.map((tile) => tile.length),
    ),
    shorts(tag.sampleFormat, [1]),
    ...(extra ?? []),
  ];
}
