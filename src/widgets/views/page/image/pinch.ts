// The movement of two fingers as a zoom and a pan.
import type { Zoomable } from "../camera.js";

/** A finger on the canvas, in shares of its width and height. */
export interface Finger {
  readonly u: number;
  readonly v: number;
}

/**
 * Moves a camera so that the points of the image under two fingers stay under them, as far as proportions allow.
 * @param aspect width of the canvas divided by its height
 */
export function pinch(
  camera: Zoomable,
  before: readonly [Finger, Finger],
  after: readonly [Finger, Finger],
  aspect: number,
): void {
  const distance = ([a, b]: readonly [Finger, Finger]) => Math.hypot((a.u - b.u) * aspect, a.v - b.v);
  const middle = ([a, b]: readonly [Finger, Finger]) => ({ u: (a.u + b.u) / 2, v: (a.v + b.v) / 2 });
  const [from, to] = [middle(before), middle(after)];
  camera.pan(from.u - to.u, from.v - to.v);
  const [near, far] = [distance(before), distance(after)];
  if (near > 0 && far > 0) camera.zoom(near / far, to.u, to.v);
}
