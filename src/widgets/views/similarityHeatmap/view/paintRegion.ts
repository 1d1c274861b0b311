// Draws a region of the matrix pixel by pixel through a table of colors. A frame takes a few milliseconds at any size of
// the matrix.
import { type ColorMapName, colorMap } from "../../../../lib/base/drawing/colorMaps.js";
import type { Region } from "../../page/camera.js";
import type { CodePyramid } from "./codePyramid.js";

/** Returns the color of each code as a canvas stores it (little-endian ABGR). Missing scores are transparent. */
export function colorTable(name: ColorMapName): Uint32Array {
  const color = colorMap(name);
  const table = new Uint32Array(65_536);
  for (let code = 1; code < table.length; code++) {
    const [red, green, blue] = color((code - 1) / 65_534);
    table[code] = (0xff << 24) | (blue << 16) | (green << 8) | red;
  }
  return table;
}

/** Fills `pixels`, `[height, width]`, with the colors of a region. */
export function paintRegion(
  pixels: Uint32Array,
  width: number,
  height: number,
  pyramid: CodePyramid,
  region: Region,
  colors: Uint32Array,
): void {
  const across = coarseness(region.width / width);
  const down = coarseness(region.height / height);
  const { codes, columns, rows } = pyramid.level(across, down);
  const columnOf = cells(region.x, region.width, width, across, columns);
  const rowOf = cells(region.y, region.height, height, down, rows);
  for (let v = 0, k = 0; v < height; v++) {
    const start = rowOf[v]! * columns;
    for (let u = 0; u < width; u++, k++) pixels[k] = colors[codes[start + columnOf[u]!]!]!;
  }
}

/** Returns the number of halvings after which a pixel covers at most one cell. */
function coarseness(cellsPerPixel: number): number {
  return Math.max(0, Math.ceil(Math.log2(cellsPerPixel) - 1e-9));
}

/** Returns the cell of a level under the center of each pixel. */
function cells(start: number, size: number, pixels: number, halvings: number, count: number): Int32Array {
  const scale = 2 ** halvings;
  return Int32Array.from({ length: pixels }, (_, i) =>
    Math.min(count - 1, Math.floor((start + ((i + 0.5) * size) / pixels) / scale)),
  );
}
