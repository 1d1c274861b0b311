// Curves of a run as SVG: loss and learning rate over the steps, recalls beside them. The page shows them, and the kernel
// stores them as the fallback. Their colors follow the theme and have defaults for places without one.
import { svgText } from "../../../lib/base/drawing/svg.js";
import type { Validation } from "./state.js";

/** Numbers of a run. */
export interface RunPicture {
  /** Number of steps of the run. */
  readonly steps: number;
  /** Number of finished steps. */
  readonly step: number;
  /** Number of steps in each point of the curves. */
  readonly stepsPerPoint: number;
  /** Mean loss of each point. */
  readonly losses: Float32Array;
  /** Mean learning rate of each point. */
  readonly rates: Float32Array;
  readonly validations: readonly Validation[];
}

interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Size of the drawing, in its own units. */
export const picture = { width: 1000, height: 380 };
/** Places of its panels. */
export const panels = {
  loss: { x: 64, y: 34, width: 520, height: 214 },
  rate: { x: 64, y: 290, width: 520, height: 52 },
  recall: { x: 652, y: 34, width: 330, height: 308 },
} satisfies Record<string, Panel>;

const ink = "var(--jp-ui-font-color1, #1f1f1f)";
const quiet = "var(--jp-ui-font-color2, #555)";
const edge = "var(--jp-border-color2, #ccc)";
const accent = "var(--jp-brand-color1, #1976d2)";
const warm = "#e8590c";
const directions = [
  { key: "imageToText", name: "image → text R@10", color: "#2f9e44", dash: "7 4" },
  { key: "textToImage", name: "text → image R@10", color: "#ae3ec9", dash: "2 4" },
] as const;

/** Returns the curves as an SVG element. */
export function curvesSvg(run: RunPicture): string {
  const label = runLabel(run);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label="${label}" font-family="system-ui, sans-serif" font-size="16">`,
    lossPanel(run),
    ratePanel(run),
    recallPanel(run),
    "</svg>",
  ].join("");
}

/** Returns the description of the curves for screen readers. */
export function runLabel({ losses, validations, step, steps }: RunPicture): string {
  const [first, last] = [losses[0], losses.at(-1)];
  const loss = first === undefined || last === undefined ? "" : `, ${first.toFixed(2)} → ${last.toFixed(2)}`;
  const recall = validations.length > 0 ? `; mR ${validations.at(-1)!.mR.toFixed(1)} %` : "";
  return `Loss curve over ${step} of ${steps} steps${loss}${recall}`;
}

/** Returns the exponential moving average over about a fiftieth of the curve. */
export function smoothed(values: Float32Array): Float32Array {
  const keep = 1 - 1 / Math.max(1, values.length / 50);
  let mean = values[0] ?? 0;
  return values.map((value) => {
    mean = keep * mean + (1 - keep) * value;
    return mean;
  });
}

function lossPanel({ losses, steps, stepsPerPoint }: RunPicture): string {
  const { loss } = panels;
  const finite = losses.filter(Number.isFinite);
  const high = niceCeiling(finite.reduce((most, value) => Math.max(most, value), 0));
  const line = (values: Float32Array) => points(values, loss, steps, stepsPerPoint, high);
  return [
    frame(loss, "loss", high),
    `<polyline fill="none" stroke="${accent}" stroke-opacity="0.35" stroke-width="1.5" points="${line(losses)}"/>`,
    `<polyline fill="none" stroke="${accent}" stroke-width="3" stroke-linejoin="round" points="${line(smoothed(losses))}"/>`,
  ].join("");
}

function ratePanel({ rates, steps, stepsPerPoint }: RunPicture): string {
  const { rate } = panels;
  const high = rates.reduce((most, value) => Math.max(most, value), 0) || 1;
  return [
    `<rect x="${rate.x}" y="${rate.y}" width="${rate.width}" height="${rate.height}" fill="none" stroke="${edge}"/>`,
    text(rate.x, rate.y - 8, "learning rate", "start", ink),
    text(rate.x - 8, rate.y + 12, exponent(high), "end", quiet),
    text(rate.x - 8, rate.y + rate.height, "0", "end", quiet),
    text(rate.x, rate.y + rate.height + 24, "step 0", "start", quiet),
    text(rate.x + rate.width, rate.y + rate.height + 24, String(steps), "end", quiet),
    `<polyline fill="none" stroke="${warm}" stroke-width="3" points="${points(rates, rate, steps, stepsPerPoint, high)}"/>`,
  ].join("");
}

function recallPanel({ validations, steps }: RunPicture): string {
  const { recall } = panels;
  const most = Math.max(
    5,
    ...validations.flatMap((one) => [one.mR, one.imageToText?.r10 ?? 0, one.textToImage?.r10 ?? 0]),
  );
  const high = Math.min(100, niceCeiling(most));
  const place = (step: number, value: number) =>
    `${(recall.x + (recall.width * step) / Math.max(1, steps)).toFixed(1)},${(recall.y + recall.height * (1 - value / high)).toFixed(1)}`;
  const line = (places: readonly string[], color: string, width: number, dash: string) =>
    `<polyline fill="none" stroke="${color}" stroke-width="${width}" stroke-dasharray="${dash}" points="${places.join(" ")}"/>`;
  // A single measurement has no line.
  const dots = (places: readonly string[], color: string, radius: number) =>
    places.map((at) => {
      const [x, y] = at.split(",");
      return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${color}"/>`;
    });
  const series = directions.flatMap(({ key, color, dash }) => {
    const places = validations.flatMap((one) => (one[key] ? [place(one.step, one[key].r10)] : []));
    return [line(places, color, 2.5, dash), ...dots(places, color, 3.5)];
  });
  const means = validations.map((one) => place(one.step, one.mR));
  // Recalls rise, so that the lower right corner stays free.
  const named = [
    { name: "mR", color: warm, dash: "" },
    ...directions.filter(({ key }) => validations.some((one) => one[key])),
  ];
  const legend = named.map(({ name, color, dash }, i) => {
    const [x, y] = [
      recall.x + recall.width - 206,
      recall.y + recall.height - 16 - 24 * (named.length - 1 - i),
    ];
    return `<path d="M${x} ${y - 5}h34" stroke="${color}" stroke-width="3" stroke-dasharray="${dash}"/>${text(x + 42, y, name, "start", ink)}`;
  });
  return [
    frame(recall, "recall on the validation split, %", high),
    ...series,
    line(means, warm, 3, ""),
    ...dots(means, warm, 5),
    ...(validations.length > 0
      ? legend
      : [text(recall.x + 12, recall.y + 26, "not measured yet", "start", quiet)]),
  ].join("");
}

function frame({ x, y, width, height }: Panel, title: string, high: number): string {
  const lines = [0.25, 0.5, 0.75].map((share) => {
    const at = y + height * share;
    return `<path d="M${x} ${at}h${width}" stroke="${edge}" stroke-opacity="0.6"/>`;
  });
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${edge}"/>`,
    ...lines,
    text(x, y - 10, title, "start", ink),
    text(x - 8, y + 12, tick(high), "end", quiet),
    text(x - 8, y + height / 2 + 5, tick(high / 2), "end", quiet),
    text(x - 8, y + height, "0", "end", quiet),
  ].join("");
}

function points(values: Float32Array, panel: Panel, steps: number, perPoint: number, high: number): string {
  const places: string[] = [];
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const x = panel.x + panel.width * Math.min(1, ((i + 1) * perPoint) / Math.max(1, steps));
    places.push(`${x.toFixed(1)},${(panel.y + panel.height * (1 - Math.min(1, value / high))).toFixed(1)}`);
  }
  return places.join(" ");
}

function text(x: number, y: number, content: string, anchor: "start" | "end", color: string): string {
  return svgText(x, y, content, { anchor, color });
}

/** Returns the smallest of 1, 2, 3, 5 and 8 times a power of ten that is at least a value. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 3, 5, 8, 10].find((factor) => factor * power >= value * 0.9999) ?? 10);
}

function tick(value: number): string {
  return value >= 10 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(2);
}

function exponent(value: number): string {
  return value >= 0.01 ? String(Number(value.toPrecision(2))) : value.toExponential(0).replace("-", "−");
}
