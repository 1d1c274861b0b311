// Annotations of semantic localization: a sentence and the regions of an image that it describes.
import { DataError } from "../../base/errors.js";
import type { Point } from "../indicators/polygonMask.js";
import type { ImageSize } from "../tiles/tile.js";

/** A region as a polygon: its corners in pixels of the image, not closed, at least three. */
export type Region = readonly Point[];

/** A sentence and the regions of an image that it describes. */
export interface Annotation {
  /** The sentence. */
  readonly caption: string;
  /** File name of the image, such as `12.jpg`. */
  readonly image: string;
  /** The regions, at least one. */
  readonly regions: readonly Region[];
}

/** A property of an annotation that is allowed and that its author may not have meant. */
export interface AnnotationRemark {
  /** Place of the annotation in its list, from 0. */
  readonly item: number;
  /** Place of the region in its annotation, from 0; undefined for the caption. */
  readonly region?: number;
  /** `repeated corner`, `outside` for corners outside of the image, `line feed` for a caption with a line feed. */
  readonly kind: "repeated corner" | "outside" | "line feed";
  /** A sentence about it. */
  readonly message: string;
}

/**
 * Compares an annotation with the size of its image.
 *
 * @param name of the annotation, such as `anno.json: item 3`, for the message
 * @returns remarks about corners outside of the image
 * @throws {DataError} when a region has no pixel of the image, as when the annotation belongs to another image
 * @example
 * const square = [[0, 0], [9, 0], [9, 9], [0, 9]] as const;
 * requireRegionsInside("anno.json: item 1", { caption: "a port", image: "1.jpg", regions: [square] }, { width: 10, height: 10 });
 */
export function requireRegionsInside(
  name: string,
  { image, regions }: Annotation,
  { width, height }: ImageSize,
  item = 0,
): AnnotationRemark[] {
  return regions.flatMap((region, place) => {
    const outside = region.filter(([x, y]) => x < 0 || y < 0 || x >= width || y >= height);
    if (outside.length === 0) return [];
    const [xs, ys] = [region.map(([x]) => x), region.map(([, y]) => y)];
    const found = `region ${place + 1} at x ${Math.min(...xs)}…${Math.max(...xs)}, y ${Math.min(...ys)}…${Math.max(...ys)}`;
    if (Math.max(...xs) < 0 || Math.max(...ys) < 0 || Math.min(...xs) >= width || Math.min(...ys) >= height) {
      throw new DataError(
        `${name}: expected regions inside of ${image}, which has ${width} × ${height} pixels, found ${found}; check that the annotation belongs to this image.`,
      );
    }
    const message = `${name}: ${found} leaves the image of ${width} × ${height} pixels at ${outside.length} of its ${region.length} corners`;
    return [{ item, region: place, kind: "outside" as const, message }];
  });
}
