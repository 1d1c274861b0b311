// DOTA's text files: a file for each image with a line for each object, or a file for each class with detections.
import { basename } from "node:path";
import { readTextSync } from "../../../base/files/readText.js";
import type { BoxList, ImageBoxes, ObjectBox } from "../objectBox.js";
import { type BoxPlace, boxError, checkedBox, numberOf } from "./boxChecks.js";

/** The name of a file of detections of one class, as DOTA's server takes them: `Task1_large-vehicle.txt`. */
const taskFile = /^task[12]_(.+)\.txt$/i;

/** Reads the text files of a folder, each with the objects of the image of the same name. @throws {DataError} */
export function dotaBoxes(files: readonly string[]): BoxList {
  const tasks = files.filter((file) => taskFile.test(basename(file)));
  if (tasks.length > 0) return detections(tasks);
  return { images: files.map(annotations) };
}

/** Reads lines of `x0 y0 x1 y1 x2 y2 x3 y3 class difficult`. Lines such as `gsd:0.15` describe the image. */
function annotations(file: string): ImageBoxes {
  const boxes: ObjectBox[] = [];
  for (const { fields, at } of linesOf(file)) {
    if (fields.length === 1 && /^(imagesource|gsd|acquisition dates?):/i.test(fields[0]!)) continue;
    if (fields.length < 9 || fields.length > 10)
      throw boxError(at, "x0 y0 x1 y1 x2 y2 x3 y3 class difficult", fields.join(" "), "correct the line");
    boxes.push(checkedBox(at, { label: fields[8], numbers: fields.slice(0, 8) }));
  }
  return { image: basename(file).replace(/\.txt$/i, ""), boxes };
}

/** Reads lines of `image confidence`, and the eight numbers of four corners or the four of a box. */
function detections(files: readonly string[]): BoxList {
  const images = new Map<string, ObjectBox[]>();
  for (const file of files) {
    const label = taskFile.exec(basename(file))![1]!;
    for (const { fields, at } of linesOf(file)) {
      const [image = "", confidence, ...numbers] = fields;
      if (numbers.length !== 8 && numbers.length !== 4)
        throw boxError(at, "image, confidence and 8 or 4 coordinates", fields.join(" "), "correct the line");
      const boxes = images.get(image) ?? [];
      images.set(image, boxes);
      boxes.push(checkedBox(at, { label, confidence: numberOf(confidence) ?? confidence, numbers }));
    }
  }
  return { images: [...images].map(([image, boxes]) => ({ image, boxes })) };
}

function linesOf(file: string): { fields: string[]; at: BoxPlace }[] {
  return readTextSync(file)
    .split(/\r?\n/)
    .map((line, i) => ({
      fields: line
        .trim()
        .split(/[\s,]+/)
        .filter(Boolean),
      at: { file, place: `line ${i + 1}` },
    }))
    .filter(({ fields }) => fields.length > 0);
}
