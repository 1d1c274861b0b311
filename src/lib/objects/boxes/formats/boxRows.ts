// Rows of objects: a table, or a JSON list of flat records.
import { isObject } from "../../../base/isObject.js";
import type { BoxList, ImageBoxes, ObjectBox } from "../objectBox.js";
import { type BoxPlace, boxError, checkedBox, sideOf } from "./boxChecks.js";

/** The usual names of each value, in lower case. */
const names = {
  image: ["image", "filename", "file_name", "file", "image_path", "path", "image_id"],
  label: ["label", "class", "category", "class_name", "name"],
  confidence: ["confidence", "score", "conf", "probability"],
  width: ["image_width", "width"],
  height: ["image_height", "height"],
} as const;

/** The usual names of coordinates. The first group with all of its names in a row is read. */
const coordinates: readonly (readonly string[])[] = [
  ["x0", "y0", "x1", "y1", "x2", "y2", "x3", "y3"],
  ["x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"],
  ["x0", "y0", "x1", "y1"],
  ["xmin", "ymin", "xmax", "ymax"],
  ["x_min", "y_min", "x_max", "y_max"],
  ["left", "top", "right", "bottom"],
  ["x1", "y1", "x2", "y2"],
];
/** Keys of JSON records whose value is a list: four numbers (left, top, right, bottom), or eight of four corners. */
const lists = ["box", "corners", "quad", "quadrilateral", "poly"];

/** A row of values by name, with its place in the file. */
export interface BoxRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly place: string;
}

/** Reports whether the names of a row's values are those of an object in an image. */
export function isBoxRow(keys: readonly string[]): boolean {
  const known = new Set(keys.map((key) => key.trim().toLowerCase()));
  const has = (group: readonly string[]) => group.every((name) => known.has(name));
  const hasPlace = coordinates.some(has) || lists.some((name) => known.has(name));
  return (
    hasPlace && names.image.some((name) => known.has(name)) && names.label.some((name) => known.has(name))
  );
}

/** Reads rows. An image whose only row has neither a label nor coordinates has no objects. @throws {DataError} */
export function boxesOfRows(file: string, rows: readonly BoxRow[]): BoxList {
  const images = new Map<string, { boxes: ObjectBox[]; width?: number; height?: number }>();
  for (const { values, place } of rows) {
    const at = { file, place };
    const row = lowerCase(values);
    const image = named(row, names.image);
    if ((typeof image !== "string" || image.trim() === "") && typeof image !== "number")
      throw boxError(at, "the name of an image", image ?? null, "give each object its image");
    const key = String(image).trim();
    const entry = images.get(key) ?? { boxes: [] };
    images.set(key, entry);
    entry.width ??= sideOf(at, "width", named(row, names.width));
    entry.height ??= sideOf(at, "height", named(row, names.height));
    const box = boxOf(at, row);
    if (box) entry.boxes.push(box);
  }
  return { images: [...images].map(([image, entry]): ImageBoxes => ({ image, ...entry })) };
}

function boxOf(at: BoxPlace, row: Readonly<Record<string, unknown>>): ObjectBox | undefined {
  const label = named(row, names.label);
  const numbers = numbersOf(row);
  if (isBlank(label) && numbers.every(isBlank)) return undefined;
  const confidence = named(row, names.confidence);
  return checkedBox(at, { label, numbers, ...(!isBlank(confidence) && { confidence }) });
}

/** Returns the coordinates of a row. A table of corners may have rows of boxes, with four blank values. */
function numbersOf(row: Readonly<Record<string, unknown>>): readonly unknown[] {
  const list = lists.map((name) => row[name]).find(Array.isArray);
  if (list) return list.flat();
  const group = coordinates.find((keys) => keys.every((key) => key in row)) ?? [];
  const values = group.map((key) => row[key]);
  return values.slice(4).every(isBlank) ? values.slice(0, 4) : values;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function named(row: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  return keys.map((key) => row[key]).find((value) => value !== undefined);
}

function lowerCase(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.trim().toLowerCase(), value]));
}

/** Returns the rows of a JSON list; undefined when its items are no objects in images. */
export function jsonRows(json: unknown): BoxRow[] | undefined {
  if (!Array.isArray(json) || !json.every(isObject)) return undefined;
  if (!json.some((item) => isBoxRow(Object.keys(item)))) return undefined;
  return json.map((values, i) => ({ values, place: `object ${i + 1}` }));
}
