// Plane geometry of polygons: area, points inside and crossing edges.
import type { Corner } from "../../pictures/shapes.js";

type Polygon = readonly Corner[];
type Edge = readonly [Corner, Corner];

/** Returns the area in square pixels, as if the edges did not cross. */
export function areaOf(corners: Polygon): number {
  const doubled = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

/** Returns true when all corners lie on one line. */
export function isFlat(corners: Polygon): boolean {
  const first = corners[0];
  const other = corners.find(([x, y]) => x !== first![0] || y !== first![1]);
  return other === undefined || corners.every((corner) => side(first!, other, corner) === 0);
}

/** Returns true for a point inside a polygon, by the even-odd rule. */
export function contains(corners: Polygon, [x, y]: Corner): boolean {
  let inside = false;
  for (const [[ax, ay], [bx, by]] of edgesOf(corners)) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Returns the first two edges of a polygon that cross or touch, without neighbors, by the indices of their first corners. */
export function crossingEdges(corners: Polygon): readonly [number, number] | undefined {
  const edges = edgesOf(corners);
  const last = edges.length - 1;
  for (let i = 0; i < edges.length; i++) {
    for (let j = i + 1; j < edges.length; j++) {
      const [a, b] = [edges[i]!, edges[j]!];
      const areNeighbors = j === i + 1 || (i === 0 && j === last);
      if (areNeighbors ? foldsBack(a, b, j === i + 1) : intersect(a, b)) return [i, j];
    }
  }
  return undefined;
}

/** Returns true when two polygons share more than borders. */
export function overlap(a: Polygon, b: Polygon): boolean {
  if (edgesOf(a).some((one) => edgesOf(b).some((other) => crossProperly(one, other)))) return true;
  return contains(b, innerPoint(a)) || contains(a, innerPoint(b));
}

/** Returns the edges. Repeated corners have none between them. */
function edgesOf(corners: Polygon): Edge[] {
  return corners.flatMap((from, i) => {
    const to = corners[(i + 1) % corners.length]!;
    return from[0] === to[0] && from[1] === to[1] ? [] : [[from, to] as const];
  });
}

/** Twice the signed area of a triangle: positive where c is on one side of the line from a to b. */
function side([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

function crossProperly([a, b]: Edge, [c, d]: Edge): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function intersect(one: Edge, other: Edge): boolean {
  const [[a, b], [c, d]] = [one, other];
  return crossProperly(one, other) || isOn(one, c) || isOn(one, d) || isOn(other, a) || isOn(other, b);
}

function isOn([a, b]: Edge, point: Corner): boolean {
  if (side(a, b, point) !== 0) return false;
  const between = (axis: 0 | 1) =>
    Math.min(a[axis], b[axis]) <= point[axis] && point[axis] <= Math.max(a[axis], b[axis]);
  return between(0) && between(1);
}

/** Returns true when an edge runs back over its neighbor. */
function foldsBack(one: Edge, other: Edge, isNext: boolean): boolean {
  const [shared, far, next] = isNext ? [one[1], one[0], other[1]] : [one[0], one[1], other[0]];
  if (side(far, shared, next) !== 0) return false;
  return (far[0] - shared[0]) * (next[0] - shared[0]) + (far[1] - shared[1]) * (next[1] - shared[1]) > 0;
}

/** Returns a point inside a polygon: the middle of the widest part of a horizontal line through it. */
function innerPoint(corners: Polygon): Corner {
  const heights = [...new Set(corners.map(([, y]) => y))].sort((a, b) => a - b);
  const gaps = heights.slice(1).map((y, i) => ({ size: y - heights[i]!, middle: (y + heights[i]!) / 2 }));
  const y = gaps.sort((a, b) => b.size - a.size)[0]?.middle ?? heights[0] ?? 0;
  const crossings = edgesOf(corners)
    .filter(([a, b]) => a[1] > y !== b[1] > y)
    .map(([a, b]) => a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]))
    .sort((a, b) => a - b);
  let [x, widest] = [corners[0]?.[0] ?? 0, -1];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1]! - crossings[i]!;
    if (width > widest) [x, widest] = [(crossings[i]! + crossings[i + 1]!) / 2, width];
  }
  return [x, y];
}
