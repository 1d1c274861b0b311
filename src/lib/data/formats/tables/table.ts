// Reads a table with a header, separated by commas, tabs, semicolons or bars. One column names the image. Captions
// have a row each (`caption`), or a column each (`caption1`, `caption2` …).
import { basename } from "node:path";
import { type ColumnNames, type Columns, findColumns, usualColumns } from "../columns.js";
import {
  type LoadedRecord,
  type LoaderContext,
  parseSplitName,
  type RecordParts,
  shown,
  splitOfName,
  toRecord,
} from "../reading.js";
import { firstText, readPieces } from "../textFile.js";
import { delimitedRows, firstRow } from "./delimited.js";

const separators = [",", "\t", ";", "|"];

/** The header of a table. */
export interface Header {
  readonly separator: string;
  readonly names: readonly string[];
  /** The columns of a record's parts; undefined when there is no image or no caption. */
  readonly columns: Columns | undefined;
}

/** Reads the header of a table from the beginning of its text. */
export function parseHeader(text: string, asked?: ColumnNames): Header {
  const headers = separators.map((separator) => {
    const names = firstRow(text, separator).map((name) => name.trim());
    return { separator, names };
  });
  const widest = headers.reduce((most, one) => (one.names.length > most.names.length ? one : most));
  return { ...widest, columns: findColumns(widest.names, asked) };
}

/** Checks the rows of a table and yields a record for each row without errors. */
export async function* tableRecords(file: string, context: LoaderContext): AsyncGenerator<LoadedRecord> {
  const start = await firstText(file);
  const { separator, names, columns } = parseHeader(start, context.columns);
  const error = (line: number, reason: string, filename?: string) =>
    context.report({ severity: "error", file, line, filename, reason });
  if (!columns) return error(1, `expected ${usualColumns()}, found ${shown(names.join(separator))}`);
  const splitOfFile = splitOfName(file);
  let isHeader = true;
  for await (const { fields, line, isOpen } of delimitedRows(readPieces(file), separator)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const row = new Map(names.map((name, i) => [name, fields[i]]));
    const filename = (row.get(columns.image) ?? "").trim();
    const parts = isOpen
      ? `opens a quote that is not closed before the file ends`
      : fields.length !== names.length
        ? `expected ${names.length} columns as in the header of ${basename(file)}, found ${fields.length}: a caption with "${separator}" in it needs quotes`
        : readRow(row, columns, splitOfFile);
    if (typeof parts === "string") error(line, parts, filename || undefined);
    else yield toRecord(parts, context, { file, line });
  }
}

/** Reads a row. Returns its problem as text when it has one. */
function readRow(
  row: ReadonlyMap<string, string | undefined>,
  columns: Columns,
  splitOfFile: RecordParts["split"] | undefined,
): RecordParts | string {
  const filename = row.get(columns.image)!.trim();
  if (filename === "") return "has no image, expected a file name";
  const splitName = columns.split === undefined ? undefined : row.get(columns.split)!;
  const split = splitName === undefined ? (splitOfFile ?? "train") : parseSplitName(splitName);
  if (!split) return `has split "${splitName}", expected train, val or test`;
  const keywords = columns.keywords === undefined ? "" : row.get(columns.keywords)!;
  return {
    filename,
    split,
    captions: columns.captions.map((column) => row.get(column)!),
    keywords: keywords
      .split(/[;|,]/)
      .map((word) => word.trim())
      .filter(Boolean),
    sceneClass: (columns.sceneClass === undefined ? "" : row.get(columns.sceneClass)!.trim()) || undefined,
  };
}
