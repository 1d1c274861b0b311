// The text of AIR-SLT's `anno.json`, with one polygon on a line, which people can read and compare.

/** A sentence about a large image in the form of AIR-SLT's `anno.json`. */
export interface AirSltItem {
  /** The sentence. */
  readonly caption: string;
  /** File name of the image. */
  readonly jpg_name: string;
  /** One polygon for each region, its corners `[x, y]` in pixels. */
  readonly points: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** Returns the text of an annotation file. */
export function airSltText(items: readonly AirSltItem[]): string {
  return `[\n${items.map(itemText).join(",\n")}\n]\n`;
}

function itemText({ caption, jpg_name, points }: AirSltItem): string {
  const polygons = points.map((polygon) => `   ${JSON.stringify(polygon)}`);
  return ` {
  "caption": ${JSON.stringify(caption)},
  "jpg_name": ${JSON.stringify(jpg_name)},
  "points": [
${polygons.join(",\n")}
  ]
 }`;
}
