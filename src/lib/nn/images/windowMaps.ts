// Squares of the feature maps of a large picture, so that overlapping squares share one pass of the trunk.
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureMaps } from "./resnet.js";

/** Upper left corner of a square of a picture, in pixels. */
export interface MapCorner {
  /** Distance from the left edge in pixels. */
  readonly left: number;
  /** Distance from the upper edge in pixels. */
  readonly top: number;
}

/**
 * Cuts the feature maps of squares out of the maps of a picture.
 *
 * @param maps of one picture, as `ResNet18.apply` returns them
 * @param corners of the squares in pixels, multiples of 32
 * @param size height and width of a square in pixels, a multiple of 32
 * @returns maps with one row for each square
 * @example
 * const trunk = new ResNet18(new Parameters(1).at("resnet"), 8);
 * const maps = trunk.apply(tf.ones([1, 128, 96, 3]), false);
 * console.log(windowMaps(maps, [{ left: 32, top: 64 }], 64).f1.shape); // [1, 16, 16, 8]
 */
export function windowMaps(maps: FeatureMaps, corners: readonly MapCorner[], size: number): FeatureMaps {
  return {
    f1: cutMap(maps.f1, 4, corners, size),
    f2: cutMap(maps.f2, 8, corners, size),
    f3: cutMap(maps.f3, 16, corners, size),
    f4: cutMap(maps.f4, 32, corners, size),
  };
}

/**
 * Cuts squares out of one map of a picture.
 *
 * @param map [1, rows, columns, channels]
 * @param cell pixels of a cell of the map
 * @param corners of the squares in pixels, multiples of the cell
 * @param size height and width of a square in pixels
 * @returns [squares, size / cell, size / cell, channels]
 */
export function cutMap(
  map: tf.Tensor4D,
  cell: number,
  corners: readonly MapCorner[],
  size: number,
): tf.Tensor4D {
  const side = size / cell;
  return tf.tidy(() =>
    tf.concat(
      corners.map(({ left, top }) => tf.slice(map, [0, top / cell, left / cell, 0], [1, side, side, -1])),
    ),
  );
}
