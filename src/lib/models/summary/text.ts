// Shapes and counts as a summary writes them, and text that is safe in its markup.

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "" : shape.join(" × ");
}

export function countText(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}

export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
