// Score maps as files: colored PNG with a world file, Cloud-Optimized GeoTIFF, and arrays of NumPy.
import { extname } from "node:path";
import sharp from "sharp";
import { colorMap, colorScale, quantizeColors, valuePixels } from "../../base/drawing/colorMaps.js";
import { OptionError } from "../../base/errors.js";
import { writeNpyRows } from "../../base/npy.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { type Georeference, georeferenceOfCells } from "../../data/images/georeference/georeference.js";
import { writeGeoTiff } from "../../data/images/georeference/geoTiff.js";
import { writeWorldFile } from "../../data/images/georeference/worldFile.js";
import type { Localization } from "../maps/localization.js";

/** Options of `writeHeatMap`. */
export interface HeatMapOptions {
  /** Places of the image's pixels, which `openLargeImage` reads. */
  readonly georeference?: Georeference | undefined;
  /** The sentence, which a GeoTIFF keeps as its description. */
  readonly text?: string;
  /** Colors of a PNG: `magma` by default, or `jet` as in the authors' files. */
  readonly colors?: "magma" | "jet";
}

/** Corners of OpenCV's color map JET. */
const jet = colorScale("000080 0000ff 0080ff 00ffff 80ff80 ffff00 ff8000 ff0000 800000");

/** Checks the ending of a heat map's name. @param name of the option @throws {OptionError} */
export function requireHeatMapFile(file: string, name = "file"): void {
  if (/\.(png|tiff?)$/i.test(file)) return;
  throw new OptionError(
    `${name}: expected a name that ends in .png or .tif, found "${file}"; choose one of them.`,
  );
}

/**
 * Writes the filtered map of a localization, one pixel for each of its cells.
 *
 * - `.png`: colors. With a georeference also a world file (`.pgw`) and a file `.png.aux.xml` with the CRS.
 * - `.tif`: a Cloud-Optimized GeoTIFF of one band, 255 for a score of 1.
 *
 * @returns paths of the written files
 * @throws {OptionError} for another ending
 * @throws {FileError} when a file cannot be written
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128] });
 * const found = await image.locate("white boats at a pier");
 * await writeHeatMap("map.png", found, { georeference: image.image.georeference });
 * await image.dispose();
 */
export async function writeHeatMap(
  file: string,
  found: Localization,
  { georeference, text, colors = "magma" }: HeatMapOptions = {},
): Promise<string[]> {
  requireHeatMapFile(file);
  const { width, height, bytes, cellSize } = found;
  const place = georeference && georeferenceOfCells(georeference, cellSize);
  if (extname(file).toLowerCase() !== ".png") {
    await writeGeoTiff(file, { width, height, gray: bytes }, place, text);
    return [file];
  }
  const table = quantizeColors(colors === "jet" ? jet : colorMap("magma"), 256);
  const palette = valuePixels(
    Array.from({ length: 256 }, (_, level) => level / 255),
    table,
  );
  const pixels = new Uint8Array(3 * bytes.length);
  for (let i = 0, to = 0; i < bytes.length; i++) {
    const from = 3 * bytes[i]!;
    pixels[to++] = palette[from]!;
    pixels[to++] = palette[from + 1]!;
    pixels[to++] = palette[from + 2]!;
  }
  const raw = { width, height, channels: 3 as const };
  const png = await sharp(pixels, { raw, limitInputPixels: false }).png({ compressionLevel: 6 }).toBuffer();
  await writeFileAtomic(file, png);
  return [file, ...(place ? await writeWorldFile(file, place) : [])];
}

/**
 * Writes a map in the image's own size as a .npy file of float32, [height, width], in 0…1.
 *
 * @param stage `raw` for the scaled map before the filter, `filtered` for the map after it
 * @throws {FileError} when the file cannot be written
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128] });
 * await writeScoreMap("map.npy", await image.locate("white boats at a pier"), "raw");
 * const { shape } = await readNpy("map.npy"); // [256, 256]
 * await image.dispose();
 */
export async function writeScoreMap(
  file: string,
  found: Localization,
  stage: "raw" | "filtered",
): Promise<void> {
  const { width, height } = found.image;
  await writeNpyRows(file, [height, width], found.rows(stage));
}
