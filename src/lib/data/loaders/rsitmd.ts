// RSITMD's own form, which its authors' other data sets share: {images: [{filename, split, sentences, keywords}]}.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import type { Dataset, ImageRecord, Split } from "../dataset.js";
import { sceneClassOf } from "../sceneClass.js";

interface JsonRecord {
  filename?: unknown;
  split?: unknown;
  sentences?: unknown;
  keywords?: unknown;
}

/** How many problems one error lists before it only counts the rest. */
const listed = 5;

/** @throws {DataError} that lists the records that do not fit */
export function loadRsitmd(file: string, { images, name }: { images: string; name: string }): Dataset {
  const problems: string[] = [];
  const records = readRecords(file).map((record, i) =>
    toRecord(record, images, (problem) => {
      problems.push(
        `record ${i + 1}${typeof record.filename === "string" ? ` ("${record.filename}")` : ""} ${problem}`,
      );
    }),
  );
  if (problems.length > 0) {
    const more = problems.length > listed ? `; and ${problems.length - listed} more` : "";
    throw new DataError(`${file}: ${problems.slice(0, listed).join("; ")}${more}.`);
  }
  return { name, records };
}

function readRecords(file: string): JsonRecord[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new DataError(
      `${file}: expected JSON, found ${(error as Error).message}; the file may be cut off.`,
    );
  }
  const records = (json as { images?: unknown } | null)?.images;
  if (!Array.isArray(records))
    throw new DataError(`${file}: expected {"images": […]}, found no list of images.`);
  return records as JsonRecord[];
}

function toRecord(record: JsonRecord, images: string, problem: (text: string) => void): ImageRecord {
  const { filename, split = "train", sentences, keywords = [] } = record;
  if (typeof filename !== "string" || filename === "") problem("has no filename");
  if (split !== "train" && split !== "val" && split !== "test")
    problem(`has split ${JSON.stringify(split)}, expected train, val or test`);
  const captions = Array.isArray(sentences)
    ? sentences.map((one) => (one as { raw?: unknown } | null)?.raw)
    : [];
  if (captions.length === 0 || captions.some((caption) => typeof caption !== "string"))
    problem("has no list of sentences with raw text");
  const file = String(filename);
  return {
    filename: file,
    path: join(images, file),
    captions: captions.map(String),
    keywords: Array.isArray(keywords) ? keywords.map(String) : [],
    sceneClass: sceneClassOf(file),
    split: split as Split,
  };
}
