// The ranking of a query before and after as SVG: two lists, lines between them, and the three terms as bars. The page
// shows it, and the kernel stores it as the fallback.
import { escapeXml } from "../../../lib/base/drawing/escape.js";
import { svgRectangle, svgText } from "../../../lib/base/drawing/svg.js";
import { truncate } from "../../../lib/base/messages/truncate.js";
import type { RankedCandidate } from "./ranking.js";

/** Colors of the three terms, which people with any kind of color vision can distinguish. */
export const termColors = ["#e69f00", "#0072b2", "#009e73"] as const;
/** Names of the three terms. */
export const termNames = ["w1·p1 share", "p2 first stage", "w2·p3 reverse rank"] as const;

/** Look of the drawing. */
export interface RankingLook {
  /** Width in px. */
  readonly width: number;
  /** Number of places that are shown. */
  readonly rows: number;
  /** Color of the text. */
  readonly ink: string;
  /** Color of the marks of right answers. */
  readonly good: string;
  /** Position of the highlighted candidate in the list of candidates, −1 for none. */
  readonly chosen: number;
  /** Returns the address of a candidate's picture; undefined where candidates are texts. */
  readonly picture?: (index: number) => string;
}

const head = 26;
/** Size of the text, and the widest mean width of its letters, in px. Right answers are bold. */
const size = 15;
const letters = { plain: 7.6, bold: 9 };

/** Places of the columns, in px. */
function columnsOf({ width, picture }: RankingLook) {
  const side = picture ? 36 : 0;
  const wide = width >= 760;
  const left = wide ? Math.round(width * (picture ? 0.26 : 0.32)) : 34 + side;
  const right = left + (wide ? 90 : 54);
  // Pictures say enough where there is no room for names.
  const share = wide || !picture ? 0.3 : width < 480 ? 0 : 0.2;
  const bars = right + 84 + (side > 0 ? side + 8 : 0) + Math.round((width - right) * share);
  return { side, wide, left, right, bars, line: side > 0 ? 44 : 32 };
}

/** Draws the ranking. @param ranking all candidates in their new order */
export function rankingSvg(ranking: readonly RankedCandidate[], look: RankingLook): string {
  const { width, ink } = look;
  const columns = columnsOf(look);
  const rows = Math.min(look.rows, ranking.length);
  const height = head + rows * columns.line + 8;
  const y = (place: number) => head + (Math.min(place, rows + 0.6) - 0.5) * columns.line;
  const before = ranking.filter((one) => one.before <= rows);
  const after = ranking.slice(0, rows);
  const lines = ranking
    .filter((one) => one.before <= rows || one.after <= rows)
    .map((one) => connection(one, columns, y, look));
  const scale = barScale(after, columns.bars, width);
  const parts = [
    svgText(0, 16, "before", { color: ink, weight: "600", size }),
    svgText(columns.right, 16, "after", { color: ink, weight: "600", size }),
    ...lines,
    ...before.map((one) => group(one, look, listed(one, y(one.before), columns, look))),
    ...after.map((one) =>
      group(one, look, `${moved(one, y(one.after), columns, look)}${bars(one, y(one.after), scale, look)}`),
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(spoken(after))}" font-family="system-ui, sans-serif">${parts.join("")}</svg>`;
}

function spoken(after: readonly RankedCandidate[]): string {
  return `New order: ${after.map((one) => `${one.after}. ${one.label}, before ${one.before}`).join("; ")}`;
}

type Columns = ReturnType<typeof columnsOf>;

function group({ index }: RankedCandidate, { chosen }: RankingLook, content: string): string {
  const fade = chosen >= 0 && chosen !== index ? ' opacity="0.35"' : "";
  return `<g data-index="${index}"${fade}>${content}</g>`;
}

function connection(
  one: RankedCandidate,
  { left, right }: Columns,
  y: (place: number) => number,
  look: RankingLook,
): string {
  const [x1, x2] = [left + 4, right - 6];
  const middle = (x1 + x2) / 2;
  const [y1, y2] = [y(one.before), y(one.after)];
  const color = one.own ? look.good : look.ink;
  const faint = one.before === one.after ? 0.25 : 0.7;
  const path = `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="${color}" stroke-width="${one.own ? 3 : 1.5}" stroke-opacity="${faint}"/>`;
  return group(one, look, path);
}

function thumbnail(index: number, x: number, y: number, { side }: Columns, look: RankingLook): string {
  const address = look.picture?.(index);
  if (!address) return "";
  return `<image href="${escapeXml(address)}" x="${x}" y="${y - side / 2}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid slice"/>`;
}

function labelled(one: RankedCandidate, x: number, y: number, room: number, look: RankingLook): string {
  const letter = one.own ? letters.bold : letters.plain;
  const text = truncate(`${one.own ? "✓ " : ""}${one.label}`, Math.floor(room / letter));
  const weight = one.own ? "600" : undefined;
  return room < 4 * letter
    ? ""
    : svgText(x, y + 5, text, { color: one.own ? look.good : look.ink, weight, size });
}

/** A candidate in the list before. */
function listed(one: RankedCandidate, y: number, columns: Columns, look: RankingLook): string {
  const place = svgText(24, y + 5, String(one.before), { anchor: "end", color: look.ink, size });
  const x = 32 + (columns.side > 0 ? columns.side + 8 : 0);
  const label = columns.wide ? labelled(one, x, y, columns.left - x, look) : "";
  return `${place}${thumbnail(one.index, 32, y, columns, look)}${label}`;
}

/** A candidate in the list after, with the number of places that it moved. */
function moved(one: RankedCandidate, y: number, columns: Columns, look: RankingLook): string {
  const { right, bars: end, side } = columns;
  const up = one.before - one.after;
  const sign = up > 0 ? `▲${up}` : up < 0 ? `▼${-up}` : "=";
  const place = svgText(right + 22, y + 5, String(one.after), { anchor: "end", color: look.ink, size });
  const move = svgText(right + 34, y + 5, sign, { color: look.ink, size });
  const x = right + 80;
  const text = x + (side > 0 ? side + 8 : 0);
  return `${place}${move}${thumbnail(one.index, x, y, columns, look)}${labelled(one, text, y, end - text - 8, look)}`;
}

interface BarScale {
  readonly zero: number;
  readonly perUnit: number;
}

/** Returns the scale of the bars, with room for negative terms on the left of zero and for the sum on the right. */
function barScale(after: readonly RankedCandidate[], start: number, width: number): BarScale {
  const ends = after.flatMap(({ terms }) => (terms ? [signedEnds(terms.parts)] : []));
  const least = Math.min(0, ...ends.map(([low]) => low));
  const most = Math.max(1e-9, ...ends.map(([, high]) => high));
  const perUnit = Math.max(20, width - start - 46) / (most - least);
  return { zero: start - least * perUnit, perUnit };
}

function signedEnds(parts: readonly number[]): [low: number, high: number] {
  const sum = (keep: (value: number) => boolean) => parts.filter(keep).reduce((total, one) => total + one, 0);
  return [sum((value) => value < 0), sum((value) => value > 0)];
}

/** The weighted terms as one bar: positive ones to the right of zero, negative ones to its left. */
function bars(
  { terms }: RankedCandidate,
  y: number,
  { zero, perUnit }: BarScale,
  { ink }: RankingLook,
): string {
  if (!terms) return "";
  let [low, high] = [zero, zero];
  const rectangles = terms.parts.map((value, term) => {
    const length = Math.abs(value) * perUnit;
    if (value < 0) low -= length;
    const x = value < 0 ? low : high;
    if (value > 0) high += length;
    return svgRectangle(round(x), y - 9, round(length), 18, `fill="${termColors[term]}"`);
  });
  return `${rectangles.join("")}${svgText(round(high + 6), y + 5, terms.sum.toFixed(2), { color: ink, size: 13 })}`;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
