// Recognizes a file or folder of objects by its content.
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DataError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { requirePath } from "../../base/files/path.js";
import { readTextSync } from "../../base/files/readText.js";
import { foreignContent } from "../../base/foreignContent.js";
import { isObject } from "../../base/isObject.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { delimitedRows } from "../../data/formats/tables/delimited.js";
import { parseHeader } from "../../data/formats/tables/table.js";
import { type BoxRow, boxesOfRows, isBoxRow, jsonRows } from "./formats/boxRows.js";
import { cocoAnnotations, cocoResults, isCocoAnnotations, isCocoResults } from "./formats/cocoBoxes.js";
import { dotaBoxes } from "./formats/dotaBoxes.js";
import { groupedBoxes, isGroupedJson } from "./formats/groupedJson.js";
import type { BoxList } from "./objectBox.js";

const known =
  "objects of images: a table or a JSON list with image, label and x0, y0, x1, y1 (or x0 … y3), JSON with images and " +
  "objects, COCO's annotations or detections, or a folder of DOTA's .txt";

/**
 * Reads objects of images in one of these forms, which the content decides:
 * - a table (comma, tab, semicolon or bar) with the columns image, label, confidence, x0, y0, x1, y1 in pixels, or x0, y0
 *   … x3, y3 for rotated rectangles, and optionally image_width and image_height
 * - a JSON list of records with these keys, where `box` or `corners` may be a list
 * - JSON with `images`, each with `image`, `width`, `height` and `objects`, as `synthesize` writes it
 * - COCO's annotations, or its list of detections
 * - a folder of DOTA's text files, one for each image, or `Task1_*.txt` with detections
 *
 * @throws {DataError} with the file and the place in it
 * @throws {FileError} when it cannot be read
 * @example
 * const { images } = await readBoxes("scenes/objects.json").catch(() => ({ images: [] }));
 * console.log(images.map(({ image, boxes }) => `${image}: ${boxes.length}`));
 */
export async function readBoxes(path: string): Promise<BoxList> {
  requirePath("boxes", path);
  try {
    const list = statSync(path).isDirectory() ? dotaBoxes(textFiles(path)) : await inFile(path);
    refuseRepeatedImages(path, list);
    return list;
  } catch (error) {
    throw fileErrorOf(error, path, "read");
  }
}

function textFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  const texts = names.filter((name) => /\.txt$/i.test(name)).sort();
  if (texts.length > 0) return texts.map((name) => join(folder, name));
  throw new DataError(
    `${folder}: expected DOTA's text files, found ${listFirst(names, 3) || "an empty folder"}; name the folder with the .txt files.`,
  );
}

async function inFile(file: string): Promise<BoxList> {
  const text = readTextSync(file);
  if (/\.txt$/i.test(file)) return dotaBoxes([file]);
  const refuse = (found: string) => new DataError(`${file}: expected ${known}, found ${found}.`);
  const foreign = foreignContent(Buffer.from(text.slice(0, 512)));
  if (foreign) throw refuse(foreign);
  if (!/^\s*[[{]/.test(text)) {
    const { names, separator } = parseHeader(text.slice(0, 65_536));
    if (!isBoxRow(names)) throw refuse(`the columns ${listFirst(names, 8)}; name the columns so`);
    return boxesOfRows(file, await tableRows(file, text, separator, names));
  }
  const json = parsed(file, text);
  if (isGroupedJson(json)) return groupedBoxes(file, json);
  if (isCocoAnnotations(json)) return cocoAnnotations(file, json);
  if (isCocoResults(json)) return cocoResults(file, json);
  const rows = jsonRows(json);
  if (rows) return boxesOfRows(file, rows);
  throw refuse(`${keysOf(json)}; name the keys so`);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(
      `${file}: expected JSON, found an error in it (${(error as Error).message}); the file may be cut off, write it again.`,
    );
  }
}

function keysOf(json: unknown): string {
  const first = Array.isArray(json) ? json.find(isObject) : json;
  if (!isObject(first)) return Array.isArray(json) ? `a list of ${json.length} items` : "JSON without keys";
  return `the keys ${listFirst(Object.keys(first), 8)}`;
}

async function tableRows(
  file: string,
  text: string,
  separator: string,
  names: readonly string[],
): Promise<BoxRow[]> {
  const rows: BoxRow[] = [];
  let isHeader = true;
  for await (const { fields, line } of delimitedRows([text], separator)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (fields.length !== names.length)
      throw new DataError(
        `${file}: line ${line}: expected ${names.length} columns as in the header, found ${fields.length}; correct the line.`,
      );
    rows.push({
      values: Object.fromEntries(names.map((name, i) => [name, fields[i]])),
      place: `line ${line}`,
    });
  }
  return rows;
}

function refuseRepeatedImages(path: string, { images }: BoxList): void {
  const seen = new Set<string>();
  for (const { image } of images) {
    const name = basename(image);
    if (seen.has(name))
      throw new DataError(
        `${path}: expected each image once, found ${name} twice; join the objects of equal names.`,
      );
    seen.add(name);
  }
}
