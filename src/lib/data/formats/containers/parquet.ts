// Reads Parquet tables such as those of Hugging Face's data sets, with image files as a path, or as bytes in the table. Such
// images are unpacked once beside the table.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { DataError } from "../../../base/errors.js";
import { readRange } from "../../../base/files/readRange.js";
import { isObject } from "../../../base/isObject.js";
import { writeFileAtomic } from "../../../base/writeFileAtomic.js";
import { readObject } from "../json/objectRecords.js";
import { type LoadedRecord, type LoaderContext, splitOfName, toRecord } from "../reading.js";

/** Reads the names of a table's columns. @throws {DataError} when the file is no Parquet */
export async function parquetColumns(file: string): Promise<string[]> {
  const metadata = await metadataOf(file);
  return parquetSchema(metadata).children.map(({ element }) => element.name);
}

/** Yields a record for each row with an image and a caption, one row group at a time. */
export async function* parquetRecords(file: string, context: LoaderContext): AsyncGenerator<LoadedRecord> {
  const buffer = fileBuffer(file);
  const metadata = await metadataOf(file);
  const split = splitOfName(file) ?? "train";
  let start = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const end = start + Number(count);
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      compressors,
      rowStart: start,
      rowEnd: end,
      utf8: false,
    });
    for (const [i, row] of rows.entries()) {
      const record = start + i + 1;
      const place = { file, record };
      const unpacked = await unpackImages(file, record, withTexts(row));
      const parts = readObject(unpacked.row, { split }, context.columns);
      if ("problem" in parts) {
        const { problem: reason, filename } = parts;
        context.report({ severity: "error", ...place, filename, reason });
        continue;
      }
      const loaded = toRecord(parts, context, place);
      yield unpacked.path ? { ...loaded, record: { ...loaded.record, path: unpacked.path } } : loaded;
    }
    start = end;
  }
}

/** Decodes texts whose column is not marked as text. */
function withTexts(row: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Uint8Array && endingOf(value) === undefined
      ? Buffer.from(value).toString("utf8")
      : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Replaces an image's bytes by its file name, and writes the file unless it is there. */
async function unpackImages(
  file: string,
  record: number,
  row: Record<string, unknown>,
): Promise<{ row: Record<string, unknown>; path?: string }> {
  for (const [name, value] of Object.entries(row)) {
    const bytes = value instanceof Uint8Array ? value : isObject(value) ? value.bytes : undefined;
    const ending = bytes instanceof Uint8Array ? endingOf(bytes) : undefined;
    if (bytes instanceof Uint8Array && ending !== undefined) {
      const named = isObject(value) && typeof value.path === "string" ? basename(value.path) : "";
      const filename = named || `${String(record).padStart(6, "0")}${ending}`;
      const folder = join(dirname(file), `${basename(file, extname(file))}_images`);
      const path = join(folder, named ? `${record}_${named}` : filename);
      if (!existsSync(path) || statSync(path).size !== bytes.length) {
        mkdirSync(folder, { recursive: true });
        await writeFileAtomic(path, bytes);
      }
      return { row: { ...row, [name]: filename }, path };
    }
    if (isObject(value) && typeof value.path === "string") return { row: { ...row, [name]: value.path } };
  }
  return { row };
}

const starts: readonly (readonly [start: string, ending: string])[] = [
  ["\xff\xd8\xff", ".jpg"],
  ["\x89PNG", ".png"],
  ["II*\0", ".tif"],
  ["MM\0*", ".tif"],
  ["GIF8", ".gif"],
  ["BM", ".bmp"],
  ["RIFF", ".webp"],
];

function endingOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  return starts.find(([start]) => text.startsWith(start))?.[1];
}

async function metadataOf(file: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(fileBuffer(file));
  } catch (error) {
    throw new DataError(
      `${file}: expected a Parquet table, found ${(error as Error).message}; copy it again.`,
    );
  }
}

/** Reads parts of a file. Each read opens it, so that nothing has to be closed. */
function fileBuffer(file: string): AsyncBuffer {
  const { size } = statSync(file);
  return {
    byteLength: size,
    slice(start, end = size) {
      // A copy of its own length, because a buffer of Node may be a part of a larger one.
      return new Uint8Array(readRange(file, start, Math.max(0, Math.min(end, size) - start))).buffer;
    },
  };
}
