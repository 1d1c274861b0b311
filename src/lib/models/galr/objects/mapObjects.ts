// Objects from the trunk's own maps, an ablation of ours that needs no detector and no segments.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import { normalizeEdges, objectChannels, objectCount } from "../../../objects/index.js";

/** The objects of a batch and the graph over them. */
export interface ObjectTensors {
  /** X, [batch, 20, 20]: object, then channel. */
  readonly objects: tf.Tensor3D;
  /** A, [batch, 20, 20]. */
  readonly adjacency: tf.Tensor3D;
}

/** Cells of the grid, 20 in all. */
const [rows, columns] = [4, 5];

/**
 * Cuts the maps into a grid of 4 × 5 cells. An object is the mean of its cell, by a linear layer to 20 numbers. Its edges go to
 * itself and to the cells that touch it, and are normalized as those of segments.
 *
 * @example
 * const objects = new MapObjects(new Parameters(1).at("objects"), 16);
 * const { objects: x, adjacency } = objects.apply(tf.ones([2, 8, 8, 16]));
 * console.log(x.shape, adjacency.shape); // [2, 20, 20] [2, 20, 20]
 */
export class MapObjects implements ParameterOwner {
  readonly name: string;
  /** The layer from the channels of the maps to an object's numbers. */
  readonly project: Linear;

  /** @param channels of the maps */
  constructor(scope: Scope, channels: number) {
    this.name = scope.name;
    this.project = new Linear(scope.at("project"), channels, objectChannels);
  }

  /**
   * Makes the objects of a batch for the object graph.
   *
   * @param maps [batch, side, side, channels]
   */
  apply(maps: tf.Tensor4D): ObjectTensors {
    const [batch, height, width, channels] = maps.shape;
    const pooling = tf.tensor2d(cellShares(height, width), [objectCount, height * width]);
    const pixels = tf.reshape(maps, [batch, height * width, channels]);
    const cells = tf.matMul(tf.tile(tf.expandDims(pooling, 0), [batch, 1, 1]), pixels); // [batch, 20, channels]
    const objects = this.project.apply(tf.reshape(cells, [batch * objectCount, channels]) as tf.Tensor2D);
    const edges = tf.tensor(neighbors, [1, objectCount, objectCount]);
    return {
      objects: tf.reshape(objects, [batch, objectCount, objectChannels]),
      adjacency: tf.tile(edges, [batch, 1, 1]) as tf.Tensor3D,
    };
  }
}

/** Returns each pixel's share of each cell, [20, height · width]. A pixel on a border belongs to both cells in part. */
function cellShares(height: number, width: number): Float32Array {
  const [down, across] = [overlaps(rows, height), overlaps(columns, width)];
  const shares = new Float32Array(objectCount * height * width);
  let place = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) shares[place++] = down[row]![y]! * across[column]![x]!;
  return shares;
}

/** Returns the share of each pixel in each of some equal parts of a side. The shares of a part sum to 1. */
function overlaps(parts: number, length: number): number[][] {
  const size = length / parts;
  return Array.from({ length: parts }, (_, part) =>
    Array.from({ length }, (_, at) => {
      const common = Math.min(at + 1, (part + 1) * size) - Math.max(at, part * size);
      return Math.max(0, common) / size;
    }),
  );
}

/** The adjacency of cells that touch, also at corners. */
const neighbors = normalizeEdges(
  Float32Array.from({ length: objectCount ** 2 }, (_, k) => {
    const [a, b] = [Math.floor(k / objectCount), k % objectCount];
    const apart = [Math.floor(a / columns) - Math.floor(b / columns), (a % columns) - (b % columns)];
    return apart.every((distance) => Math.abs(distance) <= 1) ? 1 : 0;
  }),
  objectCount,
);
