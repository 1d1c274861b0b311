// Fills polygons as OpenCV's `fillPoly` does: corners cut to whole pixels, all polygons together by the even-odd rule, and
// their borders drawn as lines. Slopes have 16 fractional bits.
import type { ImageSize } from "../tiles/tile.js";

/** A corner of a polygon in pixels: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** An edge between two different rows. It crosses the rows from `top` up to `bottom` − 1. */
interface Edge {
  readonly top: number;
  readonly bottom: number;
  /** x of the row `top`, in 1/65536 pixels. */
  readonly x: number;
  /** Change of x from row to row, in 1/65536 pixels. */
  readonly slope: number;
}

const unit = 65_536;

/**
 * Fills polygons. Where two of them overlap is outside.
 *
 * @returns 1 for each pixel inside or on a border, row after row
 */
export function polygonMask(polygons: readonly (readonly Point[])[], size: ImageSize): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  const edges: Edge[] = [];
  for (const polygon of polygons) {
    const corners = polygon.map(([x, y]): Point => [Math.trunc(x), Math.trunc(y)]);
    for (const [i, to] of corners.entries()) {
      const from = corners.at(i - 1)!;
      const visible = clippedLine(size, from, to);
      if (visible) drawLine(mask, size.width, visible);
      if (from[1] !== to[1]) edges.push(edgeOf(size, from, to));
    }
  }
  fillBetween(mask, size, edges);
  return mask;
}

/** A line whose both ends are inside of the image. */
type Line = readonly [from: Point, to: Point];

/** Returns the edge. One that leaves the image has the slope of its visible part. */
function edgeOf(size: ImageSize, from: Point, to: Point): Edge {
  let [start, end] = [from, to];
  const isInside = ([x, y]: Point) => x >= 0 && x < size.width && y >= 0 && y < size.height;
  if (!isInside(from) || !isInside(to)) {
    const visible = cohenSutherland(size, from, to);
    // OpenCV takes the rows of the whole edge and the columns of the visible part where that part is in one row.
    const isFlat = visible.from[1] === visible.to[1];
    start = isFlat ? [visible.from[0], from[1]] : visible.from;
    end = isFlat ? [visible.to[0], to[1]] : visible.to;
  }
  const slope = Math.trunc(((end[0] - start[0]) * unit) / (end[1] - start[1]));
  const [upper, lower, anchor] = from[1] < to[1] ? [from, to, start] : [to, from, end];
  return { top: upper[1], bottom: lower[1], x: anchor[0] * unit + (upper[1] - anchor[1]) * slope, slope };
}

/** Fills between the first and the second edge of each row, the third and the fourth, and so on. */
function fillBetween(mask: Uint8Array, { width, height }: ImageSize, edges: readonly Edge[]): void {
  const starting = [...edges].sort((a, b) => a.top - b.top);
  let next = 0;
  let active: Edge[] = [];
  const last = Math.min(height, Math.max(0, ...edges.map(({ bottom }) => bottom)));
  for (let y = Math.max(0, starting[0]?.top ?? 0); y < last; y++) {
    while (next < starting.length && starting[next]!.top <= y) active.push(starting[next++]!);
    active = active.filter(({ bottom }) => bottom > y);
    const crossings = active.map(({ x, slope, top }) => x + slope * (y - top)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const left = Math.max(0, Math.ceil(crossings[i]! / unit));
      const right = Math.min(width - 1, Math.floor(crossings[i + 1]! / unit));
      if (left <= right) mask.fill(1, y * width + left, y * width + right + 1);
    }
  }
}

/** Draws the line of 8-connected pixels between two points inside of the image, from the left one to the right one. */
function drawLine(mask: Uint8Array, width: number, [from, to]: Line): void {
  const [[x0, y0], [x1, y1]] = from[0] <= to[0] ? [from, to] : [to, from];
  const across = x1 - x0;
  const down = Math.abs(y1 - y0);
  const rowStep = y1 < y0 ? -width : width;
  const isSteep = down > across;
  const [long, short] = isSteep ? [down, across] : [across, down];
  const [longStep, shortStep] = isSteep ? [rowStep, 1] : [1, rowStep];
  let at = y0 * width + x0;
  let error = long - 2 * short;
  for (let i = 0; i <= long; i++) {
    mask[at] = 1;
    if (error < 0) {
      at += shortStep;
      error += 2 * long;
    }
    error -= 2 * short;
    at += longStep;
  }
}

/** Returns the part of a line inside of the image; undefined when it has none. */
function clippedLine(size: ImageSize, from: Point, to: Point): Line | undefined {
  const clipped = cohenSutherland(size, from, to);
  return clipped.visible ? [clipped.from, clipped.to] : undefined;
}

/** Clips a line to the image (Cohen and Sutherland), with positions cut to whole pixels. */
function cohenSutherland(
  { width, height }: ImageSize,
  from: Point,
  to: Point,
): { readonly from: Point; readonly to: Point; readonly visible: boolean } {
  const [right, bottom] = [width - 1, height - 1];
  const sideOf = (x: number) => (x < 0 ? -1 : x > right ? 1 : 0);
  const levelOf = (y: number) => (y < 0 ? -1 : y > bottom ? 1 : 0);
  let [[x1, y1], [x2, y2]] = [from, to];
  const misses = () =>
    (sideOf(x1) !== 0 && sideOf(x1) === sideOf(x2)) || (levelOf(y1) !== 0 && levelOf(y1) === levelOf(y2));
  const isInside = () => !(sideOf(x1) || sideOf(x2) || levelOf(y1) || levelOf(y2));
  if (!misses() && !isInside()) {
    if (levelOf(y1)) {
      const y = levelOf(y1) < 0 ? 0 : bottom;
      x1 += Math.trunc(((y - y1) * (x2 - x1)) / (y2 - y1));
      y1 = y;
    }
    if (levelOf(y2)) {
      const y = levelOf(y2) < 0 ? 0 : bottom;
      x2 += Math.trunc(((y - y2) * (x2 - x1)) / (y2 - y1));
      y2 = y;
    }
    if (!misses() && !isInside()) {
      if (sideOf(x1)) {
        const x = sideOf(x1) < 0 ? 0 : right;
        y1 += Math.trunc(((x - x1) * (y2 - y1)) / (x2 - x1));
        x1 = x;
      }
      if (sideOf(x2)) {
        const x = sideOf(x2) < 0 ? 0 : right;
        y2 += Math.trunc(((x - x2) * (y2 - y1)) / (x2 - x1));
        x2 = x;
      }
    }
  }
  return { from: [x1, y1], to: [x2, y2], visible: isInside() };
}
