// Reads a table with a header, separated by commas, tabs, semicolons or bars. One column names the image. Captions
// have a row each (`caption`), or a column each (`caption1`, `caption2` …).
import { basename } from "node:path";
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { ImageRecord } from "../dataset.js";
import { type LoaderContext, parseSplitName, type RecordParts, shown, toRecord } from "./reading.js";
import { firstLine, readPieces } from "./textFile.js";

const separators = [",", "\t", ";", "|"];
const columns = {
  filename: /^(file_?name|file|image|image_?name|image_?file|path)$/,
  caption: /^(captions?|sentences?|text|raw|description|comment)_?\d*$/,
  split: /^(split|set|subset|part)$/,
  keywords: /^(keywords?|tags?)$/,
  sceneClass: /^(class|scene_?class|label|category)$/,
};

/** Columns of a table by their index, −1 for a missing one. */
interface Header {
  readonly separator: string;
  /** Number of columns. */
  readonly width: number;
  readonly filename: number;
  readonly captions: readonly number[];
  readonly split: number;
  readonly keywords: number;
  readonly sceneClass: number;
}

/** Reads the first line of a table. Returns undefined when it names no image or no caption column. */
export function parseHeader(line: string): Header | undefined {
  const separator = separators
    .map((candidate) => ({ candidate, fields: line.split(candidate).length }))
    .sort((a, b) => b.fields - a.fields)[0]!.candidate;
  const names = line.split(separator).map((name) => name.trim().replace(/^"|"$/g, "").trim().toLowerCase());
  const place = (pattern: RegExp) => names.findIndex((name) => pattern.test(name));
  const captions = names.flatMap((name, i) => (columns.caption.test(name) ? [i] : []));
  const filename = place(columns.filename);
  if (filename < 0 || captions.length === 0) return undefined;
  const [split, keywords, sceneClass] = [columns.split, columns.keywords, columns.sceneClass].map(place);
  return {
    separator,
    width: names.length,
    filename,
    captions,
    split: split!,
    keywords: keywords!,
    sceneClass: sceneClass!,
  };
}

/** A row of a table, with its line. */
interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly records: number };
}

/** Checks the rows of a table and yields a record for each row without errors. */
export async function* csvRecords(file: string, context: LoaderContext): AsyncGenerator<ImageRecord> {
  const first = await firstLine(file);
  const header = parseHeader(first);
  const error = (line: number, reason: string, filename?: string) =>
    context.report({ severity: "error", file, line, filename, reason });
  if (!header) {
    const expected = "a header with an image column and a caption column (filename,caption)";
    return error(1, `expected ${expected}, found ${shown(first)}`);
  }
  const rows = parse({
    delimiter: header.separator,
    relax_column_count: true,
    info: true,
    skip_empty_lines: true,
  });
  // The loop below throws the errors of reading.
  pipeline(Readable.from(readPieces(file)), rows, () => undefined);
  try {
    for await (const { record, info } of rows as AsyncIterable<Row>) {
      if (info.records === 1) continue; // the header
      const parts = readRow(record, header, basename(file));
      if (typeof parts !== "string") yield toRecord(parts, context);
      else error(info.lines, parts, filenameOf(record, header) || undefined);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    error(Number(cause.lines ?? 0), cause.message);
  }
}

/** Reads a row. Returns its problem as text when it has one. */
function readRow(record: readonly string[], header: Header, table: string): RecordParts | string {
  if (record.length !== header.width) {
    const hint = `a caption with "${header.separator}" in it needs quotes`;
    return `expected ${header.width} columns as in the header of ${table}, found ${record.length}: ${hint}`;
  }
  const filename = filenameOf(record, header);
  if (filename === "") return "has no image, expected a file name";
  const splitName = record[header.split] ?? "train";
  const split = parseSplitName(splitName);
  if (!split) return `has split "${splitName}", expected train, val or test`;
  const keywords = (record[header.keywords] ?? "").split(/[;|,]/).map((word) => word.trim());
  return {
    filename,
    split,
    captions: header.captions.map((column) => record[column]!),
    keywords: keywords.filter(Boolean),
    sceneClass: record[header.sceneClass]?.trim() || undefined,
  };
}

function filenameOf(record: readonly string[], header: Header): string {
  return (record[header.filename] ?? "").trim();
}
