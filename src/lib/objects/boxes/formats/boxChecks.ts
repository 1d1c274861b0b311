// Checks of objects that come from a file. The error names the file and the place in it.
import { DataError } from "../../../base/errors.js";
import { boxAround, type ObjectBox } from "../objectBox.js";

/** A file and a place in it, such as `line 4`. */
export interface BoxPlace {
  readonly file: string;
  readonly place: string;
}

/** The values of an object as a file holds them. */
export interface RawBox {
  readonly label: unknown;
  /** Undefined for an annotation. */
  readonly confidence?: unknown;
  /** Four numbers (left, top, right, bottom) or eight (four corners). */
  readonly numbers: readonly unknown[];
}

/** Returns an error about a place of a file. */
export function boxError(
  { file, place }: BoxPlace,
  expected: string,
  found: unknown,
  advice: string,
): DataError {
  const text = typeof found === "number" ? String(found) : JSON.stringify(found);
  return new DataError(`${file}: ${place}: expected ${expected}, found ${text}; ${advice}.`);
}

/**
 * Checks the values of an object. Texts of numbers, as tables have them, become numbers.
 *
 * @throws {DataError} for an empty label, a confidence outside of 0…1, a coordinate that is no finite number, and a box
 *   whose right or bottom edge is before its left or top edge
 */
export function checkedBox(at: BoxPlace, { label, confidence, numbers }: RawBox): ObjectBox {
  const name = typeof label === "number" ? String(label) : label;
  if (typeof name !== "string" || name.trim() === "")
    throw boxError(at, "the class of an object", label ?? null, "give each object its label");
  const certainty = confidence === undefined ? 1 : numberOf(confidence);
  if (certainty === undefined || !(certainty >= 0 && certainty <= 1))
    throw boxError(at, "a confidence in 0…1", confidence ?? null, "divide percentages by 100");
  const values = numbers.map((value) => {
    const number = numberOf(value);
    if (number === undefined)
      throw boxError(at, "finite coordinates in pixels", value ?? null, "correct or remove the object");
    return number;
  });
  const common = { label: name.trim(), confidence: certainty };
  if (values.length === 8) return { ...common, box: boxAround(values), corners: values };
  const [left = 0, top = 0, right = 0, bottom = 0] = values;
  if (values.length !== 4 || right < left || bottom < top)
    throw boxError(
      at,
      "left ≤ right and top ≤ bottom, or eight numbers of corners",
      values,
      "write the box as x0, y0, x1, y1",
    );
  return { ...common, box: [left, top, right, bottom] };
}

/** Returns a finite number, also from its text; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Returns the side of an image. @throws {DataError} unless it is a positive number */
export function sideOf(at: BoxPlace, name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const side = numberOf(value);
  if (side !== undefined && side > 0) return side;
  throw boxError(at, `the ${name} of the image in pixels`, value, "correct it or leave it out");
}
