// Reads the JSON format of RSITMD, RSICD, UCM-captions and Sydney-captions, and of Karpathy's COCO and Flickr30k:
// {images: [{filename, split, sentences: [{raw}], keywords?}]}.
import { isObject } from "../../base/isObject.js";
import { truncate } from "../../base/messages/truncate.js";
import type { ImageRecord, Split } from "../dataset.js";
import { type LoaderContext, parseSplitName, toRecord } from "./reading.js";

/** Checks parsed records and yields those without errors. */
export async function* captionJsonRecords(
  records: readonly unknown[],
  file: string,
  context: LoaderContext,
): AsyncGenerator<ImageRecord> {
  for (const [i, value] of records.entries()) {
    const record = isObject(value) ? value : {};
    const filename = typeof record.filename === "string" ? record.filename : "";
    const problem = (severity: "error" | "warning", reason: string) =>
      context.report({ severity, file, record: i + 1, filename: filename || undefined, reason });
    if (!isObject(value)) {
      problem("error", `expected an object, found ${shown(value)}`);
      continue;
    }
    if (filename === "") problem("error", "has no filename");
    const split = splitOf(record.split, (reason) => problem("error", reason));
    const captions = captionsOf(record.sentences, (reason) => problem("error", reason));
    const keywords = keywordsOf(record.keywords, (reason) => problem("error", reason));
    if (filename === "" || !split || !captions || !keywords) continue;
    yield toRecord(
      {
        filename,
        captions,
        split,
        keywords,
        sceneClass: typeof record.class === "string" ? record.class : undefined,
        subfolder: typeof record.filepath === "string" ? record.filepath : undefined,
      },
      context,
    );
  }
}

function splitOf(value: unknown, problem: (reason: string) => void): Split | undefined {
  const split = value === undefined ? "train" : typeof value === "string" ? parseSplitName(value) : undefined;
  if (!split) problem(`has split ${shown(value)}, expected train, val or test`);
  return split;
}

function captionsOf(value: unknown, problem: (reason: string) => void): string[] | undefined {
  if (!Array.isArray(value)) {
    problem(`has sentences ${shown(value)}, expected a list of {raw}`);
    return undefined;
  }
  if (value.length === 0) {
    problem("has no sentences");
    return undefined;
  }
  const captions = value.map((one: unknown) => (isObject(one) ? one.raw : one));
  const wrong = captions.findIndex((caption) => typeof caption !== "string");
  if (wrong < 0) return captions as string[];
  problem(`has ${shown(value[wrong])} as sentence ${wrong + 1}, expected {raw} with text`);
  return undefined;
}

function keywordsOf(value: unknown, problem: (reason: string) => void): string[] | undefined {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((keyword) => typeof keyword === "string")) return value;
  problem(`has keywords ${shown(value)}, expected a list of words`);
  return undefined;
}

/** Writes a value for a message, cut to 60 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "none";
  return truncate(JSON.stringify(value), 60);
}
