// The 20 numbers of an object with a class, and the graph over objects. The paper calls their refinement DREA and gives no
// formula. These formulas are the library's own.
import { normalizeEdges } from "../normalizeEdges.js";
import { objectChannels, objectCount } from "../objectSource.js";
import { mergeBoxes } from "./mergeBoxes.js";
import { areaOf, byPlace, intersection, type PlacedBox } from "./placedBox.js";

/** Most classes of objects: their one-hot code, the confidence and the box are the 20 numbers of an object. */
export const mostClasses = 15;

/** Returns the salience of an object: confidence × √area. */
function salienceOf(box: PlacedBox): number {
  return box.confidence * Math.sqrt(areaOf(box));
}

/**
 * Merges near-equal objects and returns the 20 most salient of the rest, the most salient first. Of equally salient ones the
 * order is by class, then from top to bottom and from left to right.
 */
export function chooseBoxes(boxes: readonly PlacedBox[]): PlacedBox[] {
  return mergeBoxes(boxes)
    .sort((a, b) => salienceOf(b) - salienceOf(a) || byPlace(a, b))
    .slice(0, objectCount);
}

/**
 * Returns the numbers of chosen objects, [20, 20]: 15 for the class (1 at its number, else 0), the confidence, and the
 * box as center x, center y, width and height in 0…1. Rows without an object are zero.
 */
export function boxChannels(boxes: readonly PlacedBox[]): Float32Array {
  const objects = new Float32Array(objectCount * objectChannels);
  for (const [row, box] of boxes.entries()) {
    const at = row * objectChannels;
    const { label, confidence, left, top, right, bottom } = box;
    objects[at + label] = 1;
    objects.set(
      [confidence, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top],
      at + mostClasses,
    );
  }
  return objects;
}

/**
 * Returns the adjacency of chosen objects, [20, 20]. With the salience s = confidence × √area, divided by the greatest of
 * the image, the edge of two objects is
 *
 * e = ½ (overlap + nearness) (1 + s₁ s₂)
 *
 * Overlap is the common area over the smaller area. Nearness is 1 / (1 + (d / r)²) for centers at the distance d and the
 * mean r of both diagonals. The factor strengthens the edges between salient objects. The matrix is then normalized by
 * {@link normalizeEdges}. An image without objects has zeros only.
 */
export function boxAdjacency(boxes: readonly PlacedBox[]): Float32Array {
  const edges = new Float32Array(objectCount * objectCount);
  const most = Math.max(...boxes.map(salienceOf), 1e-12);
  for (const [i, a] of boxes.entries()) {
    for (const [j, b] of boxes.entries()) {
      if (i === j) continue;
      const strength = 1 + (salienceOf(a) / most) * (salienceOf(b) / most);
      edges[i * objectCount + j] = 0.5 * (overlapOf(a, b) + nearnessOf(a, b)) * strength;
    }
  }
  return normalizeEdges(edges, boxes.length);
}

function overlapOf(a: PlacedBox, b: PlacedBox): number {
  return Math.min(1, intersection(a, b) / Math.min(areaOf(a), areaOf(b)));
}

function nearnessOf(a: PlacedBox, b: PlacedBox): number {
  const [x, y] = [a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom];
  const distance = 0.5 * Math.sqrt(x * x + y * y);
  const ratio = distance / (0.5 * (diagonalOf(a) + diagonalOf(b)));
  return 1 / (1 + ratio * ratio);
}

function diagonalOf({ left, top, right, bottom }: PlacedBox): number {
  return Math.sqrt((right - left) * (right - left) + (bottom - top) * (bottom - top));
}
