// The parts of a window that lie in the rows or columns of a surface.

/**
 * Returns pairs of numbers for a window of one axis: the index of a row of the surface, and how many pixels of the window
 * are in it. Beyond the border the border's pixels repeat.
 *
 * @param edges as `Surface.xs` or `Surface.ys`
 * @param from first pixel of the window, which may be negative
 * @param to last pixel of the window, which may be beyond the border
 * @param length number of pixels of the axis
 */
export function stretchesWithin(edges: Int32Array, from: number, to: number, length: number): number[] {
  const pairs: number[] = [];
  const last = edges.length - 2;
  for (let i = 0; i <= last; i++) {
    const low = i === 0 ? Math.min(from, 0) : edges[i]!;
    const high = i === last ? Math.max(to + 1, length) : edges[i + 1]!;
    const count = Math.min(high, to + 1) - Math.max(low, from);
    if (count > 0) pairs.push(i, count);
  }
  return pairs;
}
