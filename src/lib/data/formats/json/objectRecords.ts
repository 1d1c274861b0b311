// Reads objects with an image and its captions under usual keys: X-VLM, BLIP and PIR, NWPU-Captions, JSON lines, rows of
// Parquet, and metadata of Hugging Face's image folders.
import { isObject } from "../../../base/isObject.js";
import type { Split } from "../../dataset.js";
import { type ColumnNames, findColumns, usualColumns } from "../columns.js";
import { parseSplitName, type RecordParts, shown } from "../reading.js";

/** Usual values that a record takes when its object does not have them. */
export interface ObjectDefaults {
  readonly split: Split;
  readonly sceneClass?: string;
}

/** Reads one object. Returns its problem as text when it has one. */
export function readObject(
  value: unknown,
  defaults: ObjectDefaults,
  asked?: ColumnNames,
): RecordParts | { readonly problem: string; readonly filename?: string } {
  if (!isObject(value)) return { problem: `expected an object, found ${shown(value)}` };
  const keys = Object.keys(value);
  const columns = findColumns(keys, asked);
  if (!columns) return { problem: `has the keys ${shown(keys.join(", "))}, expected ${usualColumns()}` };
  const filename = value[columns.image];
  if (typeof filename !== "string" || filename.trim() === "")
    return { problem: `has ${shown(filename)} as ${columns.image}, expected a file name` };
  const captions: string[] = [];
  for (const column of columns.captions) {
    const found = captionsOf(value[column]);
    if (!found)
      return {
        problem: `has ${shown(value[column])} as ${column}, expected text or a list of texts`,
        filename,
      };
    captions.push(...found);
  }
  if (captions.length === 0) return { problem: "has no caption, expected at least one", filename };
  const named = columns.split === undefined ? undefined : value[columns.split];
  const split = typeof named === "string" ? parseSplitName(named) : defaults.split;
  if (!split) return { problem: `has split ${shown(named)}, expected train, val or test`, filename };
  const sceneClass = columns.sceneClass === undefined ? undefined : value[columns.sceneClass];
  return {
    filename: filename.trim(),
    captions,
    split,
    keywords: keywordsOf(columns.keywords === undefined ? undefined : value[columns.keywords]),
    sceneClass:
      typeof sceneClass === "string" && sceneClass.trim() !== "" ? sceneClass.trim() : defaults.sceneClass,
  };
}

/** Returns the texts of a value: a text, or a list of texts or of objects with a text. Null and a missing value have none. */
function captionsOf(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((one: unknown) =>
    isObject(one) ? (one.raw ?? one.caption ?? one.sentence ?? one.text) : one,
  );
  return texts.every((text) => typeof text === "string") ? (texts as string[]) : undefined;
}

function keywordsOf(value: unknown): string[] {
  const words = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[;|,]/) : [];
  return words
    .filter((word) => typeof word === "string")
    .map((word) => word.trim())
    .filter(Boolean);
}
