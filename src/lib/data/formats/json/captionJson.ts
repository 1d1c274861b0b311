// Reads the JSON format of RSITMD, RSICD, UCM-captions and Sydney-captions, and of Karpathy's COCO and Flickr30k:
// {images: [{filename, split, sentences: [{raw}], keywords?}]}.
import { isObject } from "../../../base/isObject.js";
import type { Split } from "../../dataset.js";
import { type LoadedRecord, type LoaderContext, parseSplitName, shown, toRecord } from "../reading.js";

/** Checks parsed records and yields those without errors. */
export async function* captionJsonRecords(
  records: readonly unknown[],
  file: string,
  context: LoaderContext,
): AsyncGenerator<LoadedRecord> {
  for (const [i, value] of records.entries()) {
    const record = isObject(value) ? value : {};
    const filename = typeof record.filename === "string" ? record.filename : "";
    const error = (reason: string) => {
      const place = { file, record: i + 1, filename: filename || undefined };
      context.report({ severity: "error", ...place, reason });
    };
    if (!isObject(value)) {
      error(`expected an object, found ${shown(value)}`);
      continue;
    }
    if (filename === "") error("has no filename, expected one such as port_44.tif");
    const split = splitOf(record.split, error);
    const captions = captionsOf(record.sentences, error);
    const keywords = keywordsOf(record.keywords, error);
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
      { file, record: i + 1 },
    );
  }
}

function splitOf(value: unknown, error: (reason: string) => void): Split | undefined {
  const split = value === undefined ? "train" : typeof value === "string" ? parseSplitName(value) : undefined;
  if (!split) error(`has split ${shown(value)}, expected train, val or test`);
  return split;
}

function captionsOf(value: unknown, error: (reason: string) => void): string[] | undefined {
  if (!Array.isArray(value)) {
    error(`has sentences ${shown(value)}, expected a list of {raw}`);
    return undefined;
  }
  if (value.length === 0) {
    error("has no sentences, expected at least one");
    return undefined;
  }
  const captions = value.map((one: unknown) => (isObject(one) ? one.raw : one));
  const wrong = captions.findIndex((caption) => typeof caption !== "string");
  if (wrong < 0) return captions as string[];
  error(`has ${shown(value[wrong])} as sentence ${wrong + 1}, expected {raw} with text`);
  return undefined;
}

function keywordsOf(value: unknown, error: (reason: string) => void): string[] | undefined {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((keyword) => typeof keyword === "string")) return value;
  error(`has keywords ${shown(value)}, expected a list of words`);
  return undefined;
}
