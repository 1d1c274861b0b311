// World files: six lines of numbers beside an image, and a .prj file with the CRS.
import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { escapeXml } from "../../../base/drawing/escape.js";
import { writeFileAtomic } from "../../../base/writeFileAtomic.js";
import { type Georeference, type GeoTransform, isRegular, pixelToCrs } from "./georeference.js";
import type { FoundGeoreference } from "./geoTags.js";
import { fromCenter, isGeographicWkt, isWkt } from "./geoTags.js";

/** Returns the ending of a world file: the first and the last letter of the image's, and a w. `.tif` → `.tfw` */
export function worldFileEnding(file: string): string {
  const letters = extname(file).slice(1);
  return letters.length < 2 ? ".wld" : `.${letters[0]}${letters.at(-1)}w`;
}

/** Reads the world file beside an image, and the `.prj` file. */
export async function readWorldFile(image: string): Promise<FoundGeoreference> {
  const stem = image.slice(0, image.length - extname(image).length);
  const short = worldFileEnding(image);
  const names = [stem + short, stem + short.toUpperCase(), `${image}w`, `${stem}.wld`];
  for (const name of names) {
    const text = await readSmall(name);
    if (text === undefined) continue;
    const numbers = text
      .trim()
      .split(/\s+/)
      .map((word) => Number(word.replace(",", ".")));
    const [a, d, b, e, c, f] = numbers as [number, number, number, number, number, number];
    const transform: GeoTransform = [c, a, b, f, d, e];
    if (numbers.length !== 6 || !isRegular(transform))
      return {
        problem: `${name}: expected six numbers of a world file, found ${JSON.stringify(text.slice(0, 60))}; correct or remove it`,
      };
    const prj = await readSmall(`${stem}.prj`);
    const wkt =
      prj !== undefined && isWkt(prj)
        ? { wkt: prj.trim(), ...(isGeographicWkt(prj) && { geographic: true }) }
        : {};
    return { georeference: { transform: fromCenter(transform), ...wkt } };
  }
  return {};
}

/**
 * Writes a world file for an image, and a `.aux.xml` file with its CRS, which GDAL and QGIS read.
 *
 * @param image path of the image
 * @returns paths of the files
 * @throws {FileError} when a file cannot be written
 */
export async function writeWorldFile(
  image: string,
  { transform: t, epsg, wkt }: Georeference,
): Promise<string[]> {
  const file = image.slice(0, image.length - extname(image).length) + worldFileEnding(image);
  const center = pixelToCrs({ transform: t }, 0.5, 0.5);
  await writeFileAtomic(file, `${[t[1], t[4], t[2], t[5], ...center].join("\n")}\n`);
  const crs = epsg === undefined ? wkt : `EPSG:${epsg}`;
  if (crs === undefined) return [file];
  const metadata = `${image}.aux.xml`;
  await writeFileAtomic(metadata, `<PAMDataset>\n  <SRS>${escapeXml(crs)}</SRS>\n</PAMDataset>\n`);
  return [file, metadata];
}

const mostBytes = 2 ** 16;

async function readSmall(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).size > mostBytes ? undefined : await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
