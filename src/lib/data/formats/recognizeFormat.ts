// Recognizes the format of a data set from its content and returns its loader. File names do not matter.
import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { DataError } from "../../base/errors.js";
import { isObject } from "../../base/isObject.js";
import type { ImageRecord } from "../dataset.js";
import { captionJsonRecords } from "./captionJson.js";
import { cocoRecords } from "./cocoJson.js";
import { csvRecords, parseHeader } from "./csv.js";
import { isPrecomp, precompRecords } from "./precomp.js";
import type { LoaderContext } from "./reading.js";
import { firstLine, readText } from "./textFile.js";

/**
 * A format of data sets:
 * - `json`: JSON of RSITMD, RSICD, UCM, Sydney and of Karpathy's COCO and Flickr30k
 * - `coco`: annotation files of COCO
 * - `precomp`: the released code's `*_caps.txt` and `*_filename.txt`
 * - `csv`: a table with the columns filename and caption
 */
export type DatasetFormat = "json" | "coco" | "precomp" | "csv";

/** A data set of a known format. */
export interface RecognizedDataset {
  readonly format: DatasetFormat;
  /** File, or folder of text files, with the captions. */
  readonly source: string;
  /** Yields the records without errors and reports the problems. */
  records(context: LoaderContext): AsyncIterable<ImageRecord>;
}

const known =
  "JSON with images and sentences (RSITMD, RSICD, UCM, Sydney, Karpathy's COCO and Flickr30k), COCO annotations, *_caps.txt with *_filename.txt, or a table with the columns filename and caption";

/**
 * Recognizes the format of a data set.
 *
 * @param path folder or file of the data set
 * @throws {DataError} when the path has no known format, or a JSON file cannot be parsed
 */
export async function recognize(path: string): Promise<RecognizedDataset> {
  if (!existsSync(path))
    throw new DataError(`${path}: expected a data set, found no such file or folder; check the path.`);
  const found = statSync(path).isDirectory() ? await inFolder(path) : await inFile(path);
  if (!found)
    throw new DataError(
      `${path}: expected ${known}, found none of them; amfmn dataset --help describes them.`,
    );
  return found;
}

async function inFolder(folder: string): Promise<RecognizedDataset | undefined> {
  const files = readdirSync(folder).sort();
  // `dataset*.json` is tried first, because the folder may have other JSON files such as a vocabulary.
  const json = files.filter((name) => extname(name).toLowerCase() === ".json");
  const ordered = [
    ...json.filter((name) => name.startsWith("dataset")),
    ...json.filter((name) => !name.startsWith("dataset")),
  ];
  for (const name of ordered) {
    const found = await inJson(join(folder, name));
    if (found) return found;
  }
  if (isPrecomp(folder)) return precomp(folder);
  for (const name of files.filter((one) => /\.(csv|tsv)$/i.test(one))) {
    const found = await inTable(join(folder, name));
    if (found) return found;
  }
  return undefined;
}

async function inFile(file: string): Promise<RecognizedDataset | undefined> {
  if (isPrecomp(file)) return precomp(file);
  const start = (await firstLine(file)).trimStart();
  return start.startsWith("{") || start.startsWith("[") ? inJson(file) : inTable(file);
}

function precomp(source: string): RecognizedDataset {
  return { format: "precomp", source, records: (context) => precompRecords(source, context) };
}

async function inTable(file: string): Promise<RecognizedDataset | undefined> {
  const header = parseHeader(await firstLine(file));
  return header && { format: "csv", source: file, records: (context) => csvRecords(file, context) };
}

async function inJson(file: string): Promise<RecognizedDataset | undefined> {
  const json = parseJson(await readText(file), file);
  const images = Array.isArray(json) ? json : isObject(json) ? json.images : undefined;
  if (!Array.isArray(images)) return undefined;
  if (isObject(json) && Array.isArray(json.annotations)) {
    const content = { images, annotations: json.annotations };
    return { format: "coco", source: file, records: (context) => cocoRecords(content, file, context) };
  }
  return { format: "json", source: file, records: (context) => captionJsonRecords(images, file, context) };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const cut = /^[\s[{]/.test(text) && !/[}\]]\s*$/.test(text);
    const lines = text.split("\n").length;
    const hint = cut
      ? `the file ends in line ${lines} in the middle of a value, so it may be cut off; copy it again`
      : "correct it or export it again";
    throw new DataError(`${file}: expected JSON, found ${(error as Error).message}; ${hint}.`);
  }
}
