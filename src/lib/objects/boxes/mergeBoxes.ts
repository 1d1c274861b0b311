// The denoised set of objects. The paper's DREA merges objects whose features are too similar and gives no formula. This
// one is the library's own.
import { areaOf, byPlace, intersection, type PlacedBox } from "./placedBox.js";

/** Objects of one class are merged from this intersection over union on. */
export const mergedFrom = 0.7;

/**
 * Merges near-equal objects. The objects are visited from the most certain to the least. Each joins the first group of its
 * class whose most certain object it overlaps by an intersection over union of at least 0.7. The box of a group is the mean
 * of its boxes, weighted by their confidences. Its confidence is the greatest of them. The order of the objects does not
 * matter.
 */
export function mergeBoxes(boxes: readonly PlacedBox[]): PlacedBox[] {
  const order = [...boxes].sort(
    (a, b) => b.confidence - a.confidence || areaOf(b) - areaOf(a) || byPlace(a, b),
  );
  const groups: PlacedBox[][] = [];
  for (const box of order) {
    const group = groups.find(([first]) => first!.label === box.label && overlap(first!, box) >= mergedFrom);
    if (group) group.push(box);
    else groups.push([box]);
  }
  return groups.map(merged);
}

/** Returns intersection over union. */
function overlap(a: PlacedBox, b: PlacedBox): number {
  const common = intersection(a, b);
  return common / (areaOf(a) + areaOf(b) - common);
}

function merged(group: readonly PlacedBox[]): PlacedBox {
  const [first] = group as [PlacedBox];
  const total = group.reduce((sum, { confidence }) => sum + confidence, 0);
  if (group.length === 1 || total === 0) return first;
  const mean = (edge: "left" | "top" | "right" | "bottom") =>
    group.reduce((sum, box) => sum + (box.confidence / total) * box[edge], 0);
  return { ...first, left: mean("left"), top: mean("top"), right: mean("right"), bottom: mean("bottom") };
}
