// Formats shapes and counts for a summary.

/** Returns a shape as text, such as `16 × 16 × 3`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "" : shape.join(" × ");
}

/** Returns a count with separators, or the empty text for 0. */
export function countText(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}
