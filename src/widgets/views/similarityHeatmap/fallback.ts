// Fallback picture of the heat map.
import sharp from "sharp";
import {
  type ColorMapName,
  colorMap,
  quantizeColors,
  valuePixels,
} from "../../../lib/base/drawing/colorMaps.js";
import type { ValueRange } from "../../../lib/base/drawing/minMax.js";
import { svgRectangle, svgText } from "../../../lib/base/drawing/svg.js";
import { asPng } from "../pictures/fallback.js";

/** Largest width and height in px, and number of colors. */
const most = { width: 960, height: 640 };
const shades = 64;

/**
 * Returns a PNG file of a matrix with its color bar: at most 960 × 640 px in 64 colors. A larger matrix is averaged over
 * blocks of cells, a small one enlarged by whole cells.
 */
export async function heatmapPicture(
  scores: Float32Array,
  rows: number,
  columns: number,
  { low, high, colorMap: name }: ValueRange & { colorMap: ColorMapName },
): Promise<Buffer> {
  const small = shrunk(scores, rows, columns);
  const color = quantizeColors(colorMap(name), shades);
  const range = high - low || 1;
  const pixels = valuePixels(small.means, (score) => color((score - low) / range));
  const enlarge = Math.max(1, Math.min(8, Math.floor(most.width / columns), Math.floor(most.height / rows)));
  const [width, height] = [small.columns * enlarge, small.rows * enlarge];
  const matrix = await sharp(pixels, { raw: { width: small.columns, height: small.rows, channels: 3 } })
    .resize(width, height, { kernel: "nearest", fit: "fill" })
    .png()
    .toBuffer();
  const bar = Buffer.from(barSvg(low, high, name));
  const wide = Math.max(width, 360);
  return asPng(
    sharp({ create: { width: wide, height: height + 34, channels: 3, background: "#fff" } }).composite([
      { input: matrix, left: 0, top: 0 },
      { input: bar, left: 0, top: height + 6 },
    ]),
  );
}

/** Returns the means of blocks of cells, without missing scores. */
function shrunk(scores: Float32Array, rows: number, columns: number) {
  const [across, down] = [Math.ceil(columns / most.width), Math.ceil(rows / most.height)];
  const small = { columns: Math.ceil(columns / across), rows: Math.ceil(rows / down) };
  const sums = new Float64Array(small.columns * small.rows);
  const counts = new Uint32Array(sums.length);
  for (let row = 0, k = 0; row < rows; row++) {
    const start = Math.floor(row / down) * small.columns;
    for (let column = 0; column < columns; column++, k++) {
      const score = scores[k]!;
      if (Number.isNaN(score)) continue;
      const block = start + Math.floor(column / across);
      sums[block]! += score;
      counts[block]! += 1;
    }
  }
  return { ...small, means: sums.map((sum, block) => sum / counts[block]!) };
}

function barSvg(low: number, high: number, name: ColorMapName): string {
  const color = colorMap(name);
  const stops = Array.from(
    { length: 17 },
    (_, i) => `<stop offset="${i / 16}" stop-color="rgb(${color(i / 16).join(",")})"/>`,
  );
  const text = (x: number, anchor: "start" | "end", value: number) =>
    svgText(x, 19, value.toFixed(2), { anchor, size: 16 });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="28" font-family="sans-serif"><defs><linearGradient id="c">${stops.join("")}</linearGradient></defs>${text(56, "end", low)}${svgRectangle(64, 4, 230, 18, 'fill="url(#c)"')}${text(302, "start", high)}</svg>`;
}
