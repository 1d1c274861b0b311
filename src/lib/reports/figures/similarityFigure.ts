// The paper's Figure 7 as a picture. Each panel is the image-by-caption matrix of a data set. Captions are in the
// order of their images, so that distinctive captions show a clean diagonal on white.
import sharp from "sharp";
import { colorScale, quantizeColors, valuePixels } from "../../base/drawing/colorMaps.js";
import { svgRectangle } from "../../base/drawing/svg.js";
import type { TextSimilarity } from "../../similarity/textSimilarity.js";
import { ink, paleInk, svg, svgToPng, text } from "./svg.js";

/** The matrix of a data set. */
export interface NamedSimilarity {
  /** Name of the data set. */
  readonly name: string;
  /** The matrix, as `textSimilarity` returns it. */
  readonly similarity: Pick<TextSimilarity, "rows" | "columns" | "scores" | "mean" | "ownImageMean">;
}

const [side, left, top, gap, columns] = [440, 62, 66, 40, 3];

/** From white for 0 to dark blue for 1. */
const blues = colorScale("ffffff c6dbef 6baed6 2171b5 08306b");

/**
 * Draws similarity matrices as the paper's Figure 7.
 *
 * @param matrices three panels in a row, on one color scale from 0 to 1
 * @returns the bytes of a PNG file
 * @example
 * const captions = dataset.split("test").records.map((record) => record.captions);
 * const similarity = await textSimilarity(captions, { measure: "bleu" });
 * const png = await similarityPng([{ name: dataset.name, similarity }]);
 */
export async function similarityPng(matrices: readonly NamedSimilarity[]): Promise<Buffer> {
  const [panelWidth, panelHeight] = [left + side + gap, top + side + gap];
  const rows = Math.ceil(matrices.length / columns);
  const width = panelWidth * Math.min(columns, matrices.length) + 70;
  const height = panelHeight * rows + 10;
  const place = (i: number) => ({
    x: (i % columns) * panelWidth + left,
    y: Math.floor(i / columns) * panelHeight + top,
  });
  const frames = matrices.map((matrix, i) => frame(matrix, place(i)));
  const overlays = await Promise.all(
    matrices.map(async ({ similarity }, i) => ({
      input: await matrixPicture(similarity),
      left: place(i).x,
      top: place(i).y,
    })),
  );
  return svgToPng(svg(width, height, [...frames, scale(width - 62)]), overlays);
}

function frame({ name, similarity }: NamedSimilarity, { x, y }: { x: number; y: number }): string {
  const { rows, columns: captions, mean, ownImageMean } = similarity;
  const means = `mean ${mean.toFixed(3)}, own image ${ownImageMean.toFixed(3)}`;
  return [
    text(x, y - 30, name, { size: 16, weight: "bold" }),
    text(x, y - 10, means, { size: 12, color: paleInk }),
    svgRectangle(x - 1, y - 1, side + 2, side + 2, `fill="none" stroke="${paleInk}"`),
    text(x + side / 2, y + side + 20, `${captions} captions`, { anchor: "middle", size: 12 }),
    `<g transform="translate(${x - 12} ${y + side / 2}) rotate(-90)">${text(0, 0, `${rows} images`, { anchor: "middle", size: 12 })}</g>`,
  ].join("");
}

/** Draws the color scale, with 1 at the top. */
function scale(x: number): string {
  const steps = 44;
  const cells = Array.from({ length: steps }, (_, i) => {
    const [red, green, blue] = blues(1 - i / (steps - 1));
    return svgRectangle(x, top + i * 5, 14, 5.5, `fill="rgb(${red},${green},${blue})"`);
  });
  const mark = (value: string, y: number) => text(x + 20, y, value, { size: 12, color: ink });
  return cells.join("") + mark("1", top + 10) + mark("0", top + 220);
}

function matrixPicture({ rows, columns: width, scores }: NamedSimilarity["similarity"]): Promise<Buffer> {
  const pixels = valuePixels(scores, quantizeColors(blues, 256));
  return sharp(pixels, { raw: { width, height: rows, channels: 3 }, limitInputPixels: false })
    .resize(side, side, { fit: "fill", kernel: rows < side ? "nearest" : "linear" })
    .png()
    .toBuffer();
}
