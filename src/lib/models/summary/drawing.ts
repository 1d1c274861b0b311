// Draws the architecture as SVG: a box for each layer, in the row after its last input, with lines between boxes.
import { escapeXml } from "../../base/drawing/escape.js";
import type { Layer, SummaryRow } from "./layers.js";
import { countText, shapeText } from "./text.js";

const box = { width: 176, height: 46, columnGap: 20, rowGap: 22, margin: 16, head: 34 };

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Returns the picture as SVG. */
export function drawArchitecture(
  title: string,
  layers: readonly Layer[],
  rows: readonly SummaryRow[],
): string {
  const places = place(layers);
  const right = Math.max(...[...places.values()].map(({ x }) => x)) + box.width + box.margin;
  const bottom = Math.max(...[...places.values()].map(({ y }) => y)) + box.height + box.margin;
  const lines = layers.flatMap(({ name, inputs }) =>
    inputs.map((input) => line(places.get(input)!, places.get(name)!, [...places.values()])),
  );
  const boxes = layers.map((layer, i) => boxOf(layer, rows[i]!, places.get(layer.name)!));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${right} ${bottom}" width="${right}" role="img" style="max-width:100%;height:auto">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${right}" height="${bottom}" rx="8" fill="#ffffff"/>`,
    `<g font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">`,
    `<text x="${box.margin}" y="24" font-size="15" font-weight="600">${escapeXml(title)}</text>`,
    `<g fill="none" stroke="#8896a5" stroke-width="1.4">${lines.join("")}</g>`,
    ...boxes,
    "</g></svg>",
  ].join("");
}

/** Places each layer in the column of its lane, one row below its lowest input. */
function place(layers: readonly Layer[]): Map<string, Place> {
  const depth = new Map<string, number>();
  for (const { name, inputs } of layers)
    depth.set(name, Math.max(-1, ...inputs.map((input) => depth.get(input)!)) + 1);
  return new Map(
    layers.map(({ name, lane }) => [
      name,
      {
        x: box.margin + lane * (box.width + box.columnGap),
        y: box.margin + box.head + depth.get(name)! * (box.height + box.rowGap),
      },
    ]),
  );
}

/** Draws a line from the lower edge of one box to the upper edge of another, around any box between them. */
function line(from: Place, to: Place, all: readonly Place[]): string {
  const between = all.some(({ x, y }) => x === from.x && y > from.y && y < to.y);
  const [x2, y2] = [to.x + box.width / 2, to.y];
  if (!between) {
    const [x1, y1] = [from.x + box.width / 2, from.y + box.height];
    const bend = Math.max(14, (y2 - y1) / 2);
    return `<path d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`;
  }
  const y1 = from.y + box.height / 2;
  if (to.x < from.x) return `<path d="M${from.x} ${y1}C${x2} ${y1} ${x2} ${y1} ${x2} ${y2}"/>`;
  const x1 = from.x + box.width;
  if (to.x > from.x) return `<path d="M${x1} ${y1}C${x2} ${y1} ${x2} ${y1} ${x2} ${y2}"/>`;
  const end = y2 + box.height / 2;
  const side = x1 + box.columnGap;
  return `<path d="M${x1} ${y1}C${side} ${y1} ${side} ${end} ${x1} ${end}"/>`;
}

function boxOf({ name, operation, inputs, lane }: Layer, row: SummaryRow, { x, y }: Place): string {
  const fill =
    inputs.length === 0 ? "#eef1f4" : row.parameters === 0 ? "#ffffff" : lane < 2.5 ? "#e3f0fb" : "#fdefdc";
  const middle = x + box.width / 2;
  const note = [shapeText(row.output), countText(row.parameters)].filter((text) => text !== "").join(" · ");
  return [
    `<g><title>${escapeXml(`${name}: ${operation}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="${fill}" stroke="#8896a5"/>`,
    `<text x="${middle}" y="${y + 15}" text-anchor="middle" font-weight="600">${escapeXml(name)}</text>`,
    `<text x="${middle}" y="${y + 28}" text-anchor="middle" font-size="10">${escapeXml(operation)}</text>`,
    `<text x="${middle}" y="${y + 40}" text-anchor="middle" font-size="9.5" fill="#52606d">${escapeXml(note)}</text></g>`,
  ].join("");
}
