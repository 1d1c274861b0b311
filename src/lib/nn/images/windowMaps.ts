// Squares of the feature maps of a large picture, so that overlapping squares share one pass of the trunk.
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureMaps } from "./resnet.js";

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
export function windowMaps(
  maps: FeatureMaps,
  corners: readonly { readonly left: number; readonly top: number }[],
  size: number,
): FeatureMaps {
  const cut = (map: tf.Tensor4D, cell: number) =>
    tf.concat(
      corners.map(({ left, top }) =>
        tf.slice(map, [0, top / cell, left / cell, 0], [1, size / cell, size / cell, -1]),
      ),
    ) as tf.Tensor4D; // [squares, size / cell, size / cell, channels]
  return { f1: cut(maps.f1, 4), f2: cut(maps.f2, 8), f3: cut(maps.f3, 16), f4: cut(maps.f4, 32) };
}
