// Recognizes the format of a data set from its content and returns its loader. The name of a file names its split only.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { DataError } from "../../base/errors.js";
import { readRange } from "../../base/files/readRange.js";
import { foreignContent, isTarStart } from "../../base/foreignContent.js";
import { isObject } from "../../base/isObject.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { type Split, splits } from "../dataset.js";
import { type ColumnNames, findColumns, usualColumns } from "./columns.js";
import { parquetColumns, parquetRecords } from "./containers/parquet.js";
import { webdatasetRecords } from "./containers/webdataset.js";
import { captionJsonRecords } from "./json/captionJson.js";
import { cocoRecords } from "./json/cocoJson.js";
import { isJsonLine, jsonLineRecords, keysOf, objectItems, objectRecords } from "./json/objectLists.js";
import { type LoadedRecord, type LoaderContext, splitOfName } from "./reading.js";
import { flickrRecords, isFlickrToken } from "./tables/flickrTokens.js";
import { isPrecomp, precompRecords } from "./tables/precomp.js";
import { parseHeader, tableRecords } from "./tables/table.js";
import { firstLine, firstText, readText } from "./textFile.js";

/**
 * A format of data sets:
 * - `json`: JSON of RSITMD, RSICD, UCM, Sydney and of Karpathy's COCO and Flickr30k
 * - `coco`: annotation files of COCO
 * - `objects`: JSON of objects with an image and captions (X-VLM, BLIP, PIR), by scene class (NWPU-Captions), or captions
 *   by file name
 * - `jsonl`: JSON lines, such as `metadata.jsonl` of Hugging Face's image folders
 * - `precomp`: the released code's `*_caps.txt` and `*_filename.txt`
 * - `csv`: a table with a column of images and one or more of captions (open_clip, RS5M, `metadata.csv`)
 * - `flickr`: `.token` files of Flickr8k and Flickr30k
 * - `webdataset`: tar archives of images with `.txt` or `.json` (RS5M, SkyScript)
 * - `parquet`: Parquet tables with paths or bytes of images
 */
export type DatasetFormat =
  | "json"
  | "coco"
  | "objects"
  | "jsonl"
  | "precomp"
  | "csv"
  | "flickr"
  | "webdataset"
  | "parquet";

/** A data set of a known format. */
export interface RecognizedDataset {
  readonly format: DatasetFormat;
  /** File, or folder of files, with the captions. */
  readonly source: string;
  /** Yields the records without errors and reports the problems. */
  records(context: LoaderContext): AsyncIterable<LoadedRecord> | Iterable<LoadedRecord>;
}

const known =
  "JSON with images and sentences (RSITMD, RSICD, UCM, Sydney, Karpathy's COCO and Flickr30k), COCO annotations, JSON or JSON lines of objects with image and caption, *_caps.txt with *_filename.txt, a table with an image and a caption column, .token, Parquet, or tar archives of webdataset";

/**
 * Recognizes the format of a data set.
 *
 * @param path folder or file of the data set
 * @param columns names of columns or keys that the caller gives
 * @throws {DataError} when the path has no known format, several files are possible, or a JSON file cannot be parsed
 * @throws {OptionError} for a given column that the file does not have
 */
export async function recognize(path: string, columns?: ColumnNames): Promise<RecognizedDataset> {
  if (!existsSync(path))
    throw new DataError(`${path}: expected a data set, found no such file or folder; check the path.`);
  if (statSync(path).isDirectory()) return inFolder(path, columns);
  const found = await inFile(path, columns);
  if (typeof found !== "string") return found;
  throw new DataError(`${path}: expected ${known}, found ${found}; amfmn dataset --help describes them.`);
}

/** Endings of the files that may hold a data set, in the order in which a folder's files are tried. */
const kinds: readonly RegExp[] = [
  /^dataset.*\.json$/i,
  /\.json$/i,
  /_caps(_verify)?\.txt$/i,
  /\.(csv|tsv)$/i,
  /\.(jsonl|ndjson)$/i,
  /\.parquet$/i,
  /\.token$/i,
  /\.tar$/i,
];

/** Folders in a folder of Hugging Face's form, or of shards. */
async function inFolder(folder: string, columns: ColumnNames | undefined): Promise<RecognizedDataset> {
  const names = filesBelow(folder);
  let finding = "none of them";
  for (const kind of kinds) {
    if (kind.source.includes("_caps") && isPrecomp(folder)) return precomp(folder);
    const recognized: RecognizedDataset[] = [];
    for (const name of names.filter((one) => kind.test(basename(one)))) {
      const found = await inFile(join(folder, name), columns);
      if (typeof found !== "string") recognized.push(found);
      else if (recognized.length === 0 && finding === "none of them") finding = `${found} in ${name}`;
    }
    if (recognized.length > 0) return joined(folder, recognized);
  }
  throw new DataError(`${folder}: expected ${known}, found ${finding}; amfmn dataset --help describes them.`);
}

/** Lists the files of a folder and of its folders that are named like a split or `data`, sorted. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  const inside = entries
    .filter((entry) => entry.isDirectory() && (entry.name === "data" || splitOfName(entry.name)))
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(name, file)));
  return [...entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name), ...inside]
    .filter((name) => !basename(name).startsWith("."))
    .sort();
}

/**
 * Joins the files of a folder. Each must name its split, or be the only one. Shards of one split belong together.
 *
 * @throws {DataError} when several files could be the data set
 */
function joined(folder: string, found: readonly RecognizedDataset[]): RecognizedDataset {
  if (found.length === 1) return found[0]!;
  const parts = found.map((one) => ({ ...one, split: splitOfPath(one.source) }));
  const named = parts.flatMap(({ split }) => split ?? []);
  const isSharded = parts.every(({ format }) => format === "webdataset" || format === "parquet");
  const isOneEach = named.length === parts.length && new Set(named).size === parts.length;
  const isOneFormat = new Set(parts.map(({ format }) => format)).size === 1;
  if (!isOneFormat || !(isOneEach || isSharded)) {
    const files = parts.map(({ source }) => relative(folder, source));
    throw new DataError(
      `${folder}: expected one data set, or one file for each split, found ${listFirst(files, 6)}; name one of the files.`,
    );
  }
  const place = (split: Split | undefined) => splits.indexOf(split ?? "train");
  const inOrder = parts.toSorted((a, b) => place(a.split) - place(b.split));
  return {
    format: parts[0]!.format,
    source: folder,
    async *records(context) {
      for (const { records, source, split } of inOrder) {
        // A folder such as test/ names the split of files that do not name one.
        const isOfFolder = split !== undefined && splitOfName(source) === undefined;
        for await (const { record, place } of records(context))
          yield { place, record: isOfFolder ? { ...record, split } : record };
      }
    },
  };
}

/** Returns the split in the name of a file, or of its folder. */
function splitOfPath(file: string): Split | undefined {
  return splitOfName(file) ?? splitOfName(dirname(file));
}

/** Recognizes one file. Returns a description of its content when it has no known format. */
async function inFile(file: string, columns: ColumnNames | undefined): Promise<RecognizedDataset | string> {
  if (isPrecomp(file)) return precomp(file);
  const first = readRange(file, 0, 512);
  if (isTarStart(first))
    return { format: "webdataset", source: file, records: (context) => webdatasetRecords(file, context) };
  if (Buffer.from(first.subarray(0, 4)).toString("latin1") === "PAR1") return inParquet(file, columns);
  const other = foreignContent(first);
  if (other) return other;
  const line = await firstLine(file);
  const start = line.trimStart();
  if (start.startsWith("{") || start.startsWith("[")) {
    if (extname(file).toLowerCase() !== ".json" && isJsonLine(line, columns))
      return { format: "jsonl", source: file, records: (context) => jsonLineRecords(file, context) };
    return inJson(file, columns);
  }
  if (isFlickrToken(line))
    return { format: "flickr", source: file, records: (context) => flickrRecords(file, context) };
  return inTable(file, columns);
}

function precomp(source: string): RecognizedDataset {
  return { format: "precomp", source, records: (context) => precompRecords(source, context) };
}

async function inTable(file: string, asked: ColumnNames | undefined): Promise<RecognizedDataset | string> {
  const { columns, names } = parseHeader(await firstText(file), asked);
  if (columns) return { format: "csv", source: file, records: (context) => tableRecords(file, context) };
  return names.length > 1 ? missingColumns(names) : "none of them";
}

async function inParquet(file: string, asked: ColumnNames | undefined): Promise<RecognizedDataset | string> {
  const names = await parquetColumns(file);
  if (!findColumns(names, asked)) return missingColumns(names);
  return { format: "parquet", source: file, records: (context) => parquetRecords(file, context) };
}

function missingColumns(names: readonly string[]): string {
  return `the columns ${listFirst(names, 12)} without ${usualColumns()}; name them with --columns image=NAME,caption=NAME`;
}

async function inJson(file: string, columns: ColumnNames | undefined): Promise<RecognizedDataset | string> {
  const json = parseJson(await readText(file), file);
  const images = Array.isArray(json) ? json : isObject(json) ? json.images : undefined;
  if (isObject(json) && Array.isArray(images) && Array.isArray(json.annotations)) {
    const { annotations } = json;
    // Boxes and key points of COCO have the same form, without captions.
    const isCaptioned =
      annotations.length === 0 || annotations.some((one) => isObject(one) && "caption" in one);
    if (!isCaptioned) return "annotations without captions";
    return {
      format: "coco",
      source: file,
      records: (context) => cocoRecords({ images, annotations }, file, context),
    };
  }
  const hasSentences = Array.isArray(images) && images.some((one) => isObject(one) && "sentences" in one);
  if (Array.isArray(images) && hasSentences && !columns)
    return { format: "json", source: file, records: (context) => captionJsonRecords(images, file, context) };
  const items = objectItems(json, columns);
  if (items)
    return { format: "objects", source: file, records: (context) => objectRecords(items, file, context) };
  const keys = keysOf(json);
  return keys.length > 0 ? `JSON with the keys ${listFirst(keys, 12)}` : "none of them";
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
