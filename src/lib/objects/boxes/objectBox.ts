// Objects of images as files list them: in pixels of the image file.

/** An object of an image. */
export interface ObjectBox {
  /** Class of the object, such as `plane`. */
  readonly label: string;
  /** Certainty of a detector in 0…1; 1 for an annotation. */
  readonly confidence: number;
  /** Left, top, right and bottom in pixels. For a rotated rectangle it is the box around its corners. */
  readonly box: readonly [number, number, number, number];
  /** The four corners of a rotated rectangle in pixels: x0, y0 … x3, y3. */
  readonly corners?: readonly number[];
}

/** The objects of one image. */
export interface ImageBoxes {
  /** Name of the image file, or its name without the ending. */
  readonly image: string;
  /** Width of the image file in pixels. Undefined: as in the header of the file. */
  readonly width?: number;
  /** Height of the image file in pixels. Undefined: as in the header of the file. */
  readonly height?: number;
  /** Its objects in any order. An image may have none. */
  readonly boxes: readonly ObjectBox[];
}

/** A file of objects. */
export interface BoxList {
  /** All images that the file lists. */
  readonly images: readonly ImageBoxes[];
  /** All classes that the file declares, in its order. Undefined: those that occur. */
  readonly classes?: readonly string[];
}

/** Returns the box around corners x0, y0 … x3, y3. */
export function boxAround(corners: readonly number[]): ObjectBox["box"] {
  const xs = corners.filter((_, i) => i % 2 === 0);
  const ys = corners.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
