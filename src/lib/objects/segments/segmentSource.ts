// Objects that need no detector: segments of the image itself.
import { DataError } from "../../base/errors.js";
import { nextTurn } from "../../base/nextTurn.js";
import {
  type ObjectGraphs,
  type ObjectImage,
  type ObjectPixels,
  type ObjectSource,
  objectChannels,
  objectCount,
} from "../objectSource.js";
import { chooseRegions, segmentAdjacency, segmentChannels } from "./describeSegments.js";
import { measureRegions, type RegionMeasures } from "./measureRegions.js";
import { cutIntoCells, cutIntoRegions } from "./regions.js";
import { smooth, workingImage } from "./workingImage.js";

/** Limits of the segmentation, for colors in 0…1 on at most 128 × 128 pixels. */
const limits = { scale: 0.6, least: 12 };
/** The grid has 5 columns and 4 rows, one cell for each of the 20 objects. */
const cells = { columns: 5, rows: 4 };
/** Fewest pixels along a side, so that each cell of the grid has some. */
const leastSide = 8;

/** The segments of one image, the largest first. */
export interface ImageSegments {
  /** Their numbers, [20, 20]. Rows without a segment are zero. */
  readonly objects: Float32Array;
  /** The graph over them, [20, 20]. */
  readonly adjacency: Float32Array;
  /** Boxes of the segments as left, top, right and bottom in 0…1. */
  readonly boxes: readonly RegionMeasures["box"][];
}

/**
 * Finds the 5 largest segments of an image and the 15 most salient others. The numbers are the same on each machine.
 *
 * @param size height and width in pixels, at least 8
 * @param values RGB in 0…1, [size, size, 3]
 * @example
 * const { boxes } = segmentImage(64, new Float32Array(64 * 64 * 3));
 * console.log(boxes); // [[0, 0, 1, 1]], the only segment of a black image
 *
 * @throws {DataError} when the size is less than 8 or does not match the values
 */
export function segmentImage(size: number, values: Float32Array): ImageSegments {
  const image = workingImage(requireSize(size, values, 1), values);
  const regions = measureRegions(image, cutIntoRegions(image.side, smooth(image), limits));
  return described(regions, chooseRegions(regions));
}

/**
 * Cuts an image into 5 × 4 cells in reading order and describes them as segments are described.
 *
 * @throws {DataError} as `segmentImage`
 */
export function gridImage(size: number, values: Float32Array): ImageSegments {
  const image = workingImage(requireSize(size, values, 1), values);
  const regions = measureRegions(image, cutIntoCells(image.side, cells.columns, cells.rows));
  return described(
    regions,
    regions.map((_, i) => i),
  );
}

/**
 * Returns the source that describes an image by 20 segments: the 5 largest regions of similar color, which are its ground,
 * and the 15 most salient others. Felzenszwalb and Huttenlocher's segmentation finds the regions. It needs no files and takes some milliseconds an image.
 *
 * @example
 * const source = segments();
 * const pixels = { size: 64, values: new Float32Array(64 * 64 * 3).fill(0.5) };
 * const { objects } = await source.read([{ name: "gray.png" }], pixels);
 * console.log(objects.slice(0, 3)); // [0.5, 0.5, 0.5], the color of the only segment
 */
export function segments(): ObjectSource {
  return {
    kind: "segments",
    settings: { method: "felzenszwalb-huttenlocher/2", ...limits },
    read: (images, pixels) => readEach(images, pixels, segmentImage),
  };
}

/**
 * Returns the source that describes an image by 5 × 4 equal cells, in reading order. It has the numbers and edges of
 * `segments` and is the ablation of them.
 *
 * @example
 * const pixels = { size: 64, values: new Float32Array(64 * 64 * 3).fill(0.5) };
 * const { objects } = await grid().read([{ name: "gray.png" }], pixels);
 * console.log(objects.length); // 400
 */
export function grid(): ObjectSource {
  return {
    kind: "grid",
    settings: { method: "cells/1", ...cells },
    read: (images, pixels) => readEach(images, pixels, gridImage),
  };
}

async function readEach(
  images: readonly ObjectImage[],
  { size, values }: ObjectPixels,
  describe: (size: number, values: Float32Array) => ImageSegments,
): Promise<ObjectGraphs> {
  requireSize(size, values, images.length);
  const [objectLength, graphLength] = [objectCount * objectChannels, objectCount * objectCount];
  const objects = new Float32Array(images.length * objectLength);
  const adjacency = new Float32Array(images.length * graphLength);
  const pixels = size * size * 3;
  for (let i = 0; i < images.length; i++) {
    if (i > 0) await nextTurn();
    const found = describe(size, values.subarray(i * pixels, (i + 1) * pixels));
    objects.set(found.objects, i * objectLength);
    adjacency.set(found.adjacency, i * graphLength);
  }
  return { objects, adjacency };
}

function described(regions: readonly RegionMeasures[], chosen: readonly number[]): ImageSegments {
  return {
    objects: segmentChannels(regions, chosen),
    adjacency: segmentAdjacency(regions, chosen),
    boxes: chosen.map((region) => regions[region]!.box),
  };
}

function requireSize(size: number, values: Float32Array, images: number): number {
  const wanted = images * size * size * 3;
  if (Number.isInteger(size) && size >= leastSide && values.length === wanted) return size;
  throw new DataError(
    `pixels: expected ${images} images of size × size × 3 values with a size of at least ${leastSide}, ` +
      `found size ${size} and ${values.length} values; pass the pixels that the network reads.`,
  );
}
