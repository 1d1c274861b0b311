// The authors' table of matrices in memory: for each key the adjacency and the numbers of the objects.
import { objectChannels, objectCount } from "../objectSource.js";

/** Number of values of one matrix. */
export const matrixLength = objectCount * objectChannels;

/** The matrices of one image, each [20, 20] in row-major order. */
export interface ObjectMatrices {
  /** Numbers of the objects. */
  readonly objects: Float32Array;
  /** Edges between the objects. */
  readonly adjacency: Float32Array;
}

/** Returns the key of an image in the authors' file: its name up to the first dot, and `.txt`. */
export function releasedKey(imageName: string): string {
  return `${imageName.split(".")[0]}.txt`;
}
