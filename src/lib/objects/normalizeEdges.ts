// The normalization of a graph's edges.
import { objectCount } from "./objectSource.js";

/**
 * Adds a loop of weight 1 to each object and divides each edge by the root of both degrees: D^(−½) (E + I) D^(−½), as in
 * Kipf and Welling's graph convolution (ICLR 2017). A product by the result keeps the size of the values. Rows and columns
 * without an object stay zero.
 *
 * @param edges symmetric, not negative, [20, 20]; the diagonal is ignored
 * @param objects number of objects, which are the first rows
 *
 * @example
 * const edges = new Float32Array(400).fill(1);
 * console.log(normalizeEdges(edges, 2)[0]); // a half: the loop and the edge of each of two objects
 */
export function normalizeEdges(edges: Float32Array, objects: number): Float32Array {
  const adjacency = new Float32Array(objectCount * objectCount);
  const roots = new Float64Array(objects);
  for (let i = 0; i < objects; i++) {
    let degree = 1;
    for (let j = 0; j < objects; j++) if (i !== j) degree += edges[i * objectCount + j]!;
    roots[i] = Math.sqrt(degree);
  }
  for (let i = 0; i < objects; i++) {
    for (let j = 0; j < objects; j++) {
      const edge = i === j ? 1 : edges[i * objectCount + j]!;
      adjacency[i * objectCount + j] = edge / (roots[i]! * roots[j]!);
    }
  }
  return adjacency;
}
