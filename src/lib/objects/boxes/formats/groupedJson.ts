// The library's own JSON of objects, grouped by image:
// {"classes": […], "images": [{"image": "port_1.tif", "width": 256, "height": 256, "objects": [{"label": "boat", …}]}]}.
import { isObject } from "../../../base/isObject.js";
import type { BoxList, ImageBoxes } from "../objectBox.js";
import { boxError, checkedBox, sideOf } from "./boxChecks.js";

/** Reports whether parsed JSON has this form. */
export function isGroupedJson(json: unknown): json is { images: unknown[]; classes?: unknown } {
  if (!isObject(json) || !Array.isArray(json.images)) return false;
  return json.images.every((item) => isObject(item) && "image" in item && Array.isArray(item.objects));
}

/** Reads the form. @throws {DataError} */
export function groupedBoxes(file: string, json: { images: unknown[]; classes?: unknown }): BoxList {
  const { classes } = json;
  const isList = Array.isArray(classes) && classes.every((name) => typeof name === "string");
  if (classes !== undefined && !isList)
    throw boxError({ file, place: "classes" }, "a list of names", classes, "correct it or leave it out");
  return { images: json.images.map((item, i) => imageOf(file, item, i)), ...(isList && { classes }) };
}

function imageOf(file: string, item: unknown, index: number): ImageBoxes {
  const { image, width, height, objects } = item as Record<string, unknown> & { objects: unknown[] };
  const at = { file, place: `image ${index + 1}` };
  if (typeof image !== "string" || image === "")
    throw boxError(at, "the name of an image", image ?? null, "give its file name");
  return {
    image,
    width: sideOf(at, "width", width),
    height: sideOf(at, "height", height),
    boxes: objects.map((value, k) => {
      const place = { file, place: `${image}, object ${k + 1}` };
      if (!isObject(value)) throw boxError(place, "an object with label and box", value, "correct it");
      const { label, confidence, box, corners } = value;
      const numbers = corners ?? box;
      if (!Array.isArray(numbers))
        throw boxError(
          place,
          "a box of four numbers or corners of eight",
          numbers ?? null,
          "add one of them",
        );
      return checkedBox(place, { label, confidence: confidence ?? undefined, numbers });
    }),
  };
}
