// Objects in units of the image, with a class number in the place of a name.
import { DataError } from "../../base/errors.js";
import type { ImageBoxes } from "./objectBox.js";

/** An object in units of the image: 0 and 1 are its edges. */
export interface PlacedBox {
  /** Number of the class. */
  readonly label: number;
  /** Certainty in 0…1. */
  readonly confidence: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Returns the area of a box as a share of the image. */
export function areaOf({ left, top, right, bottom }: PlacedBox): number {
  return (right - left) * (bottom - top);
}

/** Returns the area that two boxes have in common. */
export function intersection(a: PlacedBox, b: PlacedBox): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Compares two objects by class and place: an order that does not depend on the order in a file. Equal objects are equal in
 * every number.
 */
export function byPlace(a: PlacedBox, b: PlacedBox): number {
  return a.label - b.label || a.top - b.top || a.left - b.left || a.bottom - b.bottom || a.right - b.right;
}

/**
 * Scales the objects of an image. A box that reaches beyond the image is cut at its edge. A box without an area is left out.
 *
 * @param classOf returns the number of a class; undefined leaves the object out
 * @throws {DataError} for a box that lies outside of the image, as boxes of an image of another size do
 */
export function placeBoxes(
  file: string,
  { image, boxes }: ImageBoxes,
  { width, height }: { readonly width: number; readonly height: number },
  classOf: (label: string) => number | undefined,
): PlacedBox[] {
  return boxes.flatMap(({ label, confidence, box }) => {
    const number = classOf(label);
    if (number === undefined) return [];
    const [left, top, right, bottom] = box;
    const isOutside = right < 0 || bottom < 0 || left > width || top > height;
    if (isOutside) {
      throw new DataError(
        `${file}: ${image}: expected boxes in the image of ${width} × ${height} pixels, found ${label} at ${box.join(", ")}; ` +
          "give boxes in pixels of the image file, or the width and height that they belong to.",
      );
    }
    const placed = {
      label: number,
      confidence,
      left: Math.max(0, left) / width,
      top: Math.max(0, top) / height,
      right: Math.min(width, right) / width,
      bottom: Math.min(height, bottom) / height,
    };
    return areaOf(placed) > 0 ? [placed] : [];
  });
}
