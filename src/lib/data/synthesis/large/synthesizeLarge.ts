// Large drawn scenes for localization, with sentences and true regions in the form of AIR-SLT.
import { join } from "node:path";
import sharp from "sharp";
import { OptionError } from "../../../base/errors.js";
import { makeFolder, requireWritableFolder } from "../../../base/files/output.js";
import { Random, requireSeed } from "../../../base/random.js";
import { writeFileAtomic } from "../../../base/writeFileAtomic.js";
import { type AirSltItem, airSltText } from "../../formats/airSltText.js";
import type { Georeference } from "../../images/georeference/georeference.js";
import { bandRows, writeTiledTiff } from "../../images/georeference/tiledTiff.js";
import { SIDE } from "../drawing.js";
import { addGrain } from "../grain.js";
import { drawScene } from "../synthesize.js";
import { paintCountry } from "./countryside.js";
import { type Layout, layoutOf, type Place } from "./layout.js";

/** Options of `synthesizeLarge`. */
export interface SynthesizeLargeOptions {
  /** Folder of the data, which is made when it is missing. */
  out: string;
  /** Number of images. Each has three sentences. */
  images: number;
  /** Width and height of an image in pixels, 512 … 30,000. */
  size: number;
  /** Seed of the random numbers, 0 … 2³² − 1. Equal seeds give equal bytes, and an image does not depend on their number. */
  seed: number;
  /** Writes the images as GeoTIFF of UTM zone 48 north, with 0.32 m a pixel; false by default. */
  georeference?: boolean;
  /** Receives the number of written images and their total, after each 256 rows of an image. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the drawing. */
  signal?: AbortSignal;
}

/** Length of a pixel on the ground in AIR-SLT, in meters. */
const pixelMeters = 0.32;

/**
 * Draws large images of several places in open country, with sentences that are true for one to three regions of an image.
 * Writes `out/anno.json` in the form of AIR-SLT and `out/images/1.tif`, `2.tif`, … as tiled TIFF. Memory holds 256 rows.
 *
 * @returns the items of `anno.json`
 * @throws {OptionError} when an option is outside of its range
 * @throws {FileError} when the folder cannot be written
 * @throws the signal's reason once it is aborted
 * @example
 * const items = await synthesizeLarge({ out: "large", images: 1, size: 600, seed: 1 });
 * console.log(items[0]!.caption, items[0]!.points.length);
 */
export async function synthesizeLarge(options: SynthesizeLargeOptions): Promise<AirSltItem[]> {
  const { out, images, size, seed, georeference = false, onProgress, signal } = options;
  requireWhole("images", images, 1, 1_000_000);
  requireWhole("size", size, 512, 30_000);
  requireSeed(seed);
  requireWritableFolder(out);
  makeFolder(join(out, "images"));
  const items: AirSltItem[] = [];
  for (let image = 0; image < images; image++) {
    const layout = layoutOf(seed, image, size);
    const name = `${image + 1}.tif`;
    const onBand = (share: number) => onProgress?.(image + share, images);
    const bands = drawnBands(layout, size, seed, image, onBand, signal);
    const place = georeference ? placeOf(image, size) : undefined;
    await writeTiledTiff(join(out, "images", name), { width: size, height: size }, bands, place);
    for (const { caption, places } of layout.described)
      items.push({ caption, jpg_name: name, points: places.map(corners) });
  }
  await writeFileAtomic(join(out, "anno.json"), airSltText(items));
  return items;
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new OptionError(
    `${name}: expected a whole number of ${least}…${most}, found ${value}; choose another.`,
  );
}

/** Images are beside each other, without a gap. */
function placeOf(image: number, size: number): Georeference {
  const left = 300_000 + image * size * pixelMeters;
  return { transform: [left, pixelMeters, 0, 4_000_000, 0, -pixelMeters], epsg: 32648 };
}

function corners({ left, top, side }: Place): (readonly [number, number])[] {
  const [right, bottom] = [left + side - 1, top + side - 1];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** Draws an image by bands of rows. A place is drawn at its first band and dropped after its last one. */
async function* drawnBands(
  { places }: Layout,
  size: number,
  seed: number,
  image: number,
  onBand: (share: number) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const drawn = new Map<Place, Uint8Array>();
  for (let top = 0; top < size; top += bandRows) {
    signal?.throwIfAborted();
    const band = new Uint8Array(3 * size * bandRows);
    paintCountry(band, size, top, seed + 7919 * image);
    for (const place of places) {
      if (place.top >= top + bandRows || place.top + place.side <= top) continue;
      let pixels = drawn.get(place);
      if (!pixels) {
        pixels = await pixelsOf(place, seed);
        drawn.set(place, pixels);
      }
      blend(pixels, place, band, size, top);
      if (place.top + place.side <= top + bandRows) drawn.delete(place);
    }
    yield band;
    onBand(Math.min(1, (top + bandRows) / size));
  }
}

/** Draws a scene in the size of its place. */
async function pixelsOf({ side, scene, left, top }: Place, seed: number): Promise<Uint8Array> {
  const { svg } = drawScene(seed, scene);
  const scaled = svg.replace(
    `width="${SIDE}" height="${SIDE}"`,
    `width="${side}" height="${side}" viewBox="0 0 ${SIDE} ${SIDE}"`,
  );
  const data = await sharp(Buffer.from(scaled)).removeAlpha().raw().toBuffer();
  addGrain(data, side, new Random(seed, 3_000_000 + left * 31_337 + top));
  return data;
}

/** Width of the border where a place and the country mix, in pixels. */
const soft = 12;

/** Puts the rows of a place into a band. */
function blend(pixels: Uint8Array, place: Place, band: Uint8Array, width: number, top: number): void {
  const { left, side } = place;
  const first = Math.max(place.top, top);
  const last = Math.min(place.top + side, top + bandRows);
  for (let y = first; y < last; y++) {
    const row = y - place.top;
    for (let column = 0; column < side; column++) {
      const border = Math.min(row, side - 1 - row, column, side - 1 - column);
      const share = Math.min(1, (border + 1) / soft);
      const from = 3 * (row * side + column);
      const to = 3 * ((y - top) * width + left + column);
      for (let k = 0; k < 3; k++) band[to + k] = band[to + k]! + (pixels[from + k]! - band[to + k]!) * share;
    }
  }
}
