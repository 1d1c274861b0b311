// Reads a table with a header, separated by commas, tabs, semicolons or bars. One column names the image. Captions
// have a row each (`caption`), or a column each (`caption1`, `caption2` …).
import { basename } from "node:path";
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { ImageRecord } from "../dataset.js";
import { type LoaderContext, parseSplitName, toRecord } from "./reading.js";
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

/** Checks the rows of a table and yields a record for each row without errors. */
export async function* csvRecords(file: string, context: LoaderContext): AsyncGenerator<ImageRecord> {
  const header = parseHeader(await firstLine(file));
  const report = (severity: "error" | "warning", line: number, reason: string, filename?: string) =>
    context.report({ severity, file, line, filename, reason });
  if (!header) {
    report("error", 1, "expected a header with an image column and a caption column (filename,caption)");
    return;
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
    for await (const { record, info } of rows as AsyncIterable<{
      record: string[];
      info: { lines: number; records: number };
    }>) {
      if (info.records === 1) continue;
      const filename = (record[header.filename] ?? "").trim();
      const splitText = record[header.split] ?? "train";
      const split = parseSplitName(splitText);
      if (record.length !== header.width) {
        const found = `${record.length}: a caption with "${header.separator}" in it needs quotes`;
        report(
          "error",
          info.lines,
          `expected ${header.width} columns as in the header of ${basename(file)}, found ${found}`,
          filename,
        );
      } else if (filename === "") report("error", info.lines, "names no image");
      else if (!split)
        report("error", info.lines, `has split "${splitText}", expected train, val or test`, filename);
      else {
        yield toRecord(
          {
            filename,
            split,
            captions: header.captions.map((column) => record[column]!),
            keywords: (record[header.keywords] ?? "")
              .split(/[;|,]/)
              .map((word) => word.trim())
              .filter(Boolean),
            sceneClass: record[header.sceneClass]?.trim() || undefined,
          },
          context,
        );
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    report("error", Number(error.lines ?? 0), error.message);
  }
}
