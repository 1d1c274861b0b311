// World files: six lines of numbers beside an image, and a .prj file with the CRS.
import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { type GeoTransform, isRegular } from "./georeference.js";
import type { FoundGeoreference } from "./geoTags.js";
import { fromCenter, isWkt } from "./geoTags.js";

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
    const wkt = prj !== undefined && isWkt(prj) ? { wkt: prj.trim() } : {};
    return { georeference: { transform: fromCenter(transform), ...wkt } };
  }
  return {};
}

const mostBytes = 2 ** 16;

async function readSmall(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).size > mostBytes ? undefined : await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
