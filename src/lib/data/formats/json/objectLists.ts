// Reads JSON of the field beside RSITMD's and COCO's: lists of objects (X-VLM, BLIP, PIR), lists by scene class
// (NWPU-Captions), captions by file name, and JSON lines.
import { isObject } from "../../../base/isObject.js";
import type { Split } from "../../dataset.js";
import { findColumns } from "../columns.js";
import { type LoadedRecord, type LoaderContext, shown, splitOfName, toRecord } from "../reading.js";
import { readLines } from "../textFile.js";
import { readObject } from "./objectRecords.js";

/** An object of a file, with the values that its place gives it. */
interface Item {
  readonly value: unknown;
  /** Number in the file, from 1. */
  readonly record: number;
  readonly sceneClass?: string;
}

/** Returns the objects of parsed JSON in one of the forms; undefined for any other JSON. */
export function objectItems(json: unknown, columns?: LoaderContext["columns"]): Item[] | undefined {
  const list = listOf(json);
  if (list) {
    const isKnown = list.some((value) => isObject(value) && findColumns(Object.keys(value), columns));
    return isKnown ? list.map((value, i) => ({ value, record: i + 1 })) : undefined;
  }
  if (!isObject(json)) return undefined;
  const entries = Object.entries(json);
  const byClass =
    entries.length > 0 && entries.every(([, value]) => Array.isArray(value) && value.length > 0);
  if (!byClass) return undefined;
  const values = entries.map(([name, value]) => [name, value as unknown[]] as const);
  if (values.every(([, list]) => list.every((caption) => typeof caption === "string")))
    return values.map(([filename, caption], i) => ({ value: { filename, caption }, record: i + 1 }));
  const isKnown = ([, [first]]: readonly [string, unknown[]]) =>
    isObject(first) && findColumns(Object.keys(first), columns);
  if (!values.every(isKnown)) return undefined;
  let record = 0;
  return values.flatMap(([sceneClass, list]) =>
    list.map((value) => ({ value, record: ++record, sceneClass })),
  );
}

/** Lists the first keys of JSON that has none of the forms, for a message. */
export function keysOf(json: unknown): string[] {
  const list = listOf(json);
  const first = list?.find(isObject);
  return first ? Object.keys(first) : isObject(json) ? Object.keys(json) : [];
}

/** Checks objects and yields a record for each one without errors. */
export function* objectRecords(
  items: Iterable<Item>,
  file: string,
  context: LoaderContext,
): Generator<LoadedRecord> {
  const split = splitOfName(file) ?? "train";
  for (const { value, record, sceneClass } of items)
    yield* checked(value, { split, sceneClass }, { file, record }, context);
}

/** Reads JSON lines: an object on each line. */
export async function* jsonLineRecords(file: string, context: LoaderContext): AsyncGenerator<LoadedRecord> {
  const split = splitOfName(file) ?? "train";
  let line = 0;
  for await (const batch of readLines(file)) {
    for (const text of batch) {
      line += 1;
      if (text.trim() === "") continue;
      const value = parsed(text);
      if (value === undefined) {
        const reason = `is ${shown(text)}, expected JSON`;
        context.report({ severity: "error", file, line, reason });
      } else yield* checked(value, { split }, { file, line }, context);
    }
  }
}

/** Reports whether a line is a JSON object with an image and a caption. */
export function isJsonLine(line: string, columns?: LoaderContext["columns"]): boolean {
  const value = parsed(line);
  return isObject(value) && findColumns(Object.keys(value), columns) !== undefined;
}

function* checked(
  value: unknown,
  defaults: { readonly split: Split; readonly sceneClass?: string },
  place: LoadedRecord["place"],
  context: LoaderContext,
): Generator<LoadedRecord> {
  const parts = readObject(value, defaults, context.columns);
  if ("problem" in parts) {
    const { problem: reason, filename } = parts;
    context.report({ severity: "error", ...place, filename, reason });
  } else yield toRecord(parts, context, place);
}

function listOf(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (!isObject(json)) return undefined;
  const held = ["images", "annotations", "data", "records", "items", "samples"].map((key) => json[key]);
  return held.find((value): value is unknown[] => Array.isArray(value) && value.some(isObject));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
