// The annotation files of AIR-SLT, `anno.json`: [{"caption": …, "jpg_name": "12.jpg", "points": [[[x, y], …], …]}, …].
import { DataError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { requirePath } from "../../base/files/path.js";
import { readTextSync } from "../../base/files/readText.js";
import { isObject } from "../../base/isObject.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { type AirSltItem, airSltText } from "../../data/formats/airSltText.js";
import type { Point } from "../indicators/polygonMask.js";
import type { Annotation, AnnotationRemark, Region } from "./annotation.js";

/** The annotations of a file, with remarks about them. */
export interface AnnotationFile {
  /** The annotations, in the order of the file. */
  readonly annotations: readonly Annotation[];
  /** Repeated corners and line feeds, which are read and counted as they are. */
  readonly remarks: readonly AnnotationRemark[];
}

/**
 * Reads an annotation file. The line feed at the end of a caption is removed. Repeated corners are kept, because the
 * circle of a region counts each of them.
 *
 * @throws {DataError} that names the item, when it lacks a caption, an image or a region of at least three corners
 * @throws {FileError} when the file cannot be read
 * @example
 * const square = [[0, 0], [9, 0], [9, 9], [0, 9]] as const;
 * await writeAnnotations("anno.json", [{ caption: "a port", image: "1.jpg", regions: [square] }]);
 * const { annotations } = readAnnotations("anno.json");
 * console.log(annotations[0]!.regions.length); // 1
 */
export function readAnnotations(file: string): AnnotationFile {
  requirePath("file", file);
  return parseAnnotations(readJson(file), file);
}

/**
 * Checks the content of an annotation file.
 *
 * @param name of the file, for messages
 * @throws {DataError} as `readAnnotations`
 * @example
 * const points = [[[0, 0], [9, 0], [9, 9]]];
 * const { remarks } = parseAnnotations([{ caption: "a port\n", jpg_name: "1.jpg", points }]);
 * console.log(remarks[0]!.kind); // "line feed"
 */
export function parseAnnotations(content: unknown, name = "annotations"): AnnotationFile {
  if (!Array.isArray(content) || content.length === 0) {
    throw new DataError(
      `${name}: expected a list of annotations, found ${Array.isArray(content) ? "an empty list" : typeName(content)}; give a file in AIR-SLT's form.`,
    );
  }
  const remarks: AnnotationRemark[] = [];
  const annotations = content.map((item: unknown, i) =>
    parseItem(item, `${name}: item ${i + 1}`, i, remarks),
  );
  return { annotations, remarks };
}

/**
 * Writes annotations in AIR-SLT's form, with one polygon on a line. The file appears as a whole.
 *
 * @throws {FileError} when the file cannot be written
 * @example
 * const square = [[0, 0], [9, 0], [9, 9], [0, 9]] as const;
 * await writeAnnotations("anno.json", [{ caption: "a port", image: "1.jpg", regions: [square] }]);
 */
export async function writeAnnotations(file: string, annotations: readonly Annotation[]): Promise<void> {
  await writeFileAtomic(file, airSltText(annotationsToJson(annotations)));
}

/**
 * Returns annotations in AIR-SLT's form.
 *
 * @example
 * const square = [[0, 0], [9, 0], [9, 9], [0, 9]] as const;
 * const [item] = annotationsToJson([{ caption: "a port", image: "1.jpg", regions: [square] }]);
 * console.log(item!.jpg_name); // "1.jpg"
 */
export function annotationsToJson(annotations: readonly Annotation[]): AirSltItem[] {
  return annotations.map(({ caption, image, regions }) => ({ caption, jpg_name: image, points: regions }));
}

/** Reads a JSON file. @throws {DataError} when it is not JSON @throws {FileError} when it cannot be read */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readTextSync(file);
  } catch (error) {
    throw error instanceof DataError ? error : fileErrorOf(error, file, "read");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(
      `${file}: expected JSON, found ${(error as Error).message.replace(/^Expected/, "text that expected")}; correct the file.`,
    );
  }
}

function parseItem(item: unknown, name: string, place: number, remarks: AnnotationRemark[]): Annotation {
  if (!isObject(item)) throw refusal(name, "an object with caption, jpg_name and points", typeName(item));
  const { caption, jpg_name: image, points } = item;
  if (typeof caption !== "string" || caption.trim() === "") {
    throw refusal(`${name}: caption`, "a sentence", JSON.stringify(caption) ?? "none");
  }
  if (typeof image !== "string" || image.trim() === "") {
    throw refusal(`${name}: jpg_name`, "the file name of an image", JSON.stringify(image) ?? "none");
  }
  if (!Array.isArray(points) || points.length === 0) {
    throw refusal(
      `${name}: points`,
      "a list of polygons",
      Array.isArray(points) ? "an empty list" : typeName(points),
    );
  }
  if (caption !== caption.trim()) {
    const message = `${name}: the caption ends or begins with a line feed or spaces, which are removed`;
    remarks.push({ item: place, kind: "line feed", message });
  }
  const regions = points.map((polygon: unknown, region): Region => {
    const corners = parsePolygon(polygon, `${name}: polygon ${region + 1}`);
    const repeated = corners.length - new Set(corners.map(([x, y]) => `${x} ${y}`)).size;
    if (repeated > 0) {
      const message = `${name}: polygon ${region + 1} repeats ${repeated} of its ${corners.length} corners`;
      remarks.push({ item: place, region, kind: "repeated corner", message });
    }
    return corners;
  });
  return { caption: caption.trim(), image, regions };
}

/** Checks a list of corners. @throws {DataError} unless it has at least three different ones */
export function parsePolygon(polygon: unknown, name: string): Point[] {
  if (!Array.isArray(polygon)) throw refusal(name, "a list of corners [x, y]", typeName(polygon));
  const bad = polygon.find(
    (corner: unknown) =>
      !Array.isArray(corner) || corner.length !== 2 || !corner.every((value) => Number.isFinite(value)),
  );
  if (bad !== undefined) throw refusal(name, "corners [x, y] of two numbers", JSON.stringify(bad));
  const corners = polygon as Point[];
  const different = new Set(corners.map(([x, y]) => `${x} ${y}`)).size;
  if (different < 3) throw refusal(name, "at least three different corners", String(different));
  return corners.map(([x, y]) => [x, y]);
}

/** Makes the error of a value. */
export function refusal(name: string, expected: string, found: string): DataError {
  return new DataError(`${name}: expected ${expected}, found ${found}; correct the file.`);
}

/** Names the type of a value for a message. */
export function typeName(value: unknown): string {
  if (value === undefined) return "none";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
