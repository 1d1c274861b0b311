// A figure of the objects over their image, and of the strongest edges between them.
import sharp from "sharp";
import { svgRectangle, svgText } from "../../base/drawing/svg.js";
import { OptionError } from "../../base/errors.js";
import { decodeRaster } from "../../data/images/decodeImage.js";
import type { ImageObject, ObjectScene } from "./imageObjects.js";

/** Options of a figure of objects. */
export interface ObjectsFigureOptions {
  /** Width in pixels. Default 480. */
  readonly width?: number;
  /** Number of edges that are drawn, the strongest first. Default 0. */
  readonly edges?: number;
  /** Writes the labels. Default true. */
  readonly labels?: boolean;
}

/** Twelve hues that are far from each other one after the other. */
const hues = [48, 195, 330, 90, 270, 15, 165, 300, 60, 225, 0, 120];

/**
 * Draws the objects of an image over it.
 *
 * @returns an SVG document with the picture in it
 * @example
 * const scene = await imageObjects(segments(), "port_1.png");
 * const svg = await objectsSvg(scene, { edges: 15 });
 *
 * @throws {DataError} when the image cannot be decoded
 * @throws {OptionError} for a width or a number of edges that is not possible
 */
export async function objectsSvg(scene: ObjectScene, options: ObjectsFigureOptions = {}): Promise<string> {
  const { width = 480, edges = 0, labels = true } = options;
  if (!(Number.isInteger(width) && width >= 16 && width <= 8192))
    throw new OptionError(`width: expected a whole number in 16…8192, found ${width}; choose one of them.`);
  if (!(Number.isInteger(edges) && edges >= 0))
    throw new OptionError(
      `edges: expected a whole number of at least 0, found ${edges}; choose one of them.`,
    );
  const raster = await decodeRaster(scene.image);
  const height = Math.max(1, Math.round((width * raster.height) / raster.width));
  const raw = { width: raster.width, height: raster.height, channels: 3 as const };
  const picture = await sharp(raster.data, { raw, limitInputPixels: false })
    .resize(width, height, { fit: "fill" })
    .jpeg({ quality: 88 })
    .toBuffer();
  const colors = colorsOf(scene.objects);
  const scale = { width, height };
  const parts = [
    `<image width="${width}" height="${height}" href="data:image/jpeg;base64,${picture.toString("base64")}"/>`,
    ...scene.objects.map((object, i) => frame(object, colors[i]!, scale)),
    ...strongestEdges(scene, edges).map((edge) => line(scene, edge, scale)),
    ...(labels ? scene.objects.map((object, i) => caption(object, colors[i]!, scale)) : []),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">${parts.join("")}</svg>`;
}

/**
 * Draws the objects of an image over it.
 *
 * @returns the bytes of a PNG file
 * @example
 * const png = await objectsPng(await imageObjects(grid(), "port_1.png"));
 *
 * @throws as `objectsSvg`
 */
export async function objectsPng(scene: ObjectScene, options: ObjectsFigureOptions = {}): Promise<Buffer> {
  return sharp(Buffer.from(await objectsSvg(scene, options)))
    .png()
    .toBuffer();
}

interface Scale {
  readonly width: number;
  readonly height: number;
}

/** Boxes have a color for each class, and other objects one for each row. */
function colorsOf(objects: readonly ImageObject[]): string[] {
  const labels = [...new Set(objects.map(({ label }) => label))];
  return objects.map(({ label }) => `hsl(${hues[labels.indexOf(label) % hues.length]} 95% 55%)`);
}

const n = (value: number) => value.toFixed(1);

function frame({ box }: ImageObject, color: string, { width, height }: Scale): string {
  if (!box) return "";
  const [left, top, right, bottom] = box;
  const [x, y, w, h] = [left * width, top * height, (right - left) * width, (bottom - top) * height];
  // A dark line below the colored one, so that the frame is seen on any ground.
  const attributes = (stroke: string, line: number) =>
    `fill="none" stroke="${stroke}" stroke-width="${line}"`;
  return (
    svgRectangle(Number(n(x)), Number(n(y)), Number(n(w)), Number(n(h)), attributes("#000a", 3.5)) +
    svgRectangle(Number(n(x)), Number(n(y)), Number(n(w)), Number(n(h)), attributes(color, 1.8))
  );
}

function caption({ box, label, confidence }: ImageObject, color: string, { width, height }: Scale): string {
  if (!box) return "";
  const text =
    label.replace(/^(segment|cell) /, "") +
    (confidence === undefined || confidence === 1 ? "" : ` ${confidence.toFixed(2)}`);
  const size = Math.max(9, Math.round(width / 42));
  const [x, y] = [box[0] * width + 2, Math.max(size, box[1] * height + size)];
  const halo = `<g stroke="#000c" stroke-width="3" stroke-linejoin="round" paint-order="stroke">`;
  return `${halo}${svgText(Number(n(x)), Number(n(y)), text, { size, color, weight: "600" })}</g>`;
}

/** An edge between two objects. */
interface Edge {
  readonly from: number;
  readonly to: number;
  /** Weight over the greatest one. */
  readonly weight: number;
}

function strongestEdges({ adjacency }: ObjectScene, count: number): Edge[] {
  const all = adjacency.flatMap((row, from) =>
    row.flatMap((weight, to) => (to > from && weight > 0 ? [{ from, to, weight }] : [])),
  );
  const strongest = all.sort((a, b) => b.weight - a.weight || a.from - b.from || a.to - b.to).slice(0, count);
  return strongest.map((edge) => ({ ...edge, weight: edge.weight / strongest[0]!.weight }));
}

function line({ objects }: ObjectScene, { from, to, weight }: Edge, { width, height }: Scale): string {
  const [a, b] = [objects[from]?.box, objects[to]?.box];
  if (!a || !b) return "";
  const x = (box: readonly number[]) => n(((box[0]! + box[2]!) / 2) * width);
  const y = (box: readonly number[]) => n(((box[1]! + box[3]!) / 2) * height);
  return `<line x1="${x(a)}" y1="${y(a)}" x2="${x(b)}" y2="${y(b)}" stroke="#fff" stroke-width="${n(0.6 + 2.4 * weight)}" stroke-opacity="${(0.25 + 0.65 * weight).toFixed(2)}"/>`;
}
