// Shapes and counts as a summary writes them.

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "" : shape.join(" × ");
}

export function countText(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}
