// COCO's annotation files, and its lists of detections ("results").
import { isObject } from "../../../base/isObject.js";
import type { BoxList, ImageBoxes, ObjectBox } from "../objectBox.js";
import { type BoxPlace, boxError, checkedBox, numberOf, sideOf } from "./boxChecks.js";

type Json = Readonly<Record<string, unknown>>;

/** Reports whether parsed JSON is an annotation file: images, categories and annotations with a `bbox`. */
export function isCocoAnnotations(json: unknown): json is Json {
  if (!isObject(json) || !Array.isArray(json.images) || !Array.isArray(json.annotations)) return false;
  const [first] = json.annotations as unknown[];
  return Array.isArray(json.categories) && (first === undefined || (isObject(first) && "bbox" in first));
}

/** Reports whether parsed JSON is a list of detections: `image_id`, `category_id`, `bbox` and `score`. */
export function isCocoResults(json: unknown): json is Json[] {
  if (!Array.isArray(json) || json.length === 0) return false;
  const [first] = json as unknown[];
  return isObject(first) && "image_id" in first && "category_id" in first && "bbox" in first;
}

/** Reads an annotation file. Crowds (`iscrowd` 1) are left out, because their box is no object. @throws {DataError} */
export function cocoAnnotations(file: string, json: Json): BoxList {
  const categories = new Map<unknown, string>();
  for (const [i, item] of (json.categories as unknown[]).entries()) {
    if (!isObject(item) || typeof item.name !== "string")
      throw boxError({ file, place: `category ${i + 1}` }, "an id and a name", item, "correct it");
    categories.set(item.id, item.name);
  }
  const images = new Map<unknown, ImageBoxes & { boxes: ObjectBox[] }>();
  for (const [i, item] of (json.images as unknown[]).entries()) {
    const at = { file, place: `image ${i + 1}` };
    if (!isObject(item) || typeof item.file_name !== "string")
      throw boxError(at, "an id and a file_name", item, "correct it");
    const [width, height] = [sideOf(at, "width", item.width), sideOf(at, "height", item.height)];
    images.set(item.id, { image: item.file_name, width, height, boxes: [] });
  }
  for (const [i, item] of (json.annotations as unknown[]).entries()) {
    const at = { file, place: `annotation ${i + 1}` };
    if (!isObject(item)) throw boxError(at, "an annotation with a bbox", item, "correct it");
    if (item.iscrowd === 1) continue;
    const image = images.get(item.image_id);
    const label = categories.get(item.category_id);
    if (!image) throw boxError(at, "the id of an image of the file", item.image_id ?? null, "correct it");
    if (label === undefined)
      throw boxError(at, "the id of a category of the file", item.category_id ?? null, "correct it");
    const confidence = item.score === undefined ? {} : { confidence: item.score };
    image.boxes.push(checkedBox(at, { label, ...confidence, numbers: cornersOf(at, item.bbox) }));
  }
  return { images: [...images.values()], classes: [...categories.values()] };
}

/** Reads a list of detections. Images are named by their id, and classes by the number of their category. @throws {DataError} */
export function cocoResults(file: string, json: readonly unknown[]): BoxList {
  const images = new Map<string, ObjectBox[]>();
  for (const [i, item] of json.entries()) {
    const at = { file, place: `detection ${i + 1}` };
    if (!isObject(item)) throw boxError(at, "image_id, category_id, bbox and score", item, "correct it");
    const { image_id: id, category_id: category, bbox, score } = item;
    if (typeof id !== "string" && typeof id !== "number")
      throw boxError(at, "an image_id", id ?? null, "correct it");
    if (typeof category !== "string" && typeof category !== "number")
      throw boxError(at, "a category_id", category ?? null, "correct it");
    const boxes = images.get(String(id)) ?? [];
    images.set(String(id), boxes);
    boxes.push(checkedBox(at, { label: category, confidence: score, numbers: cornersOf(at, bbox) }));
  }
  return { images: [...images].map(([image, boxes]) => ({ image, boxes })) };
}

/** Turns COCO's x, y, width, height into left, top, right, bottom. */
function cornersOf(at: BoxPlace, bbox: unknown): number[] {
  const [x, y, width, height] = Array.isArray(bbox) ? bbox.map(numberOf) : [];
  if (
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined ||
    !(width >= 0) ||
    !(height >= 0)
  )
    throw boxError(at, "a bbox of x, y, width and height", bbox ?? null, "correct it");
  return [x, y, x + width, y + height];
}
