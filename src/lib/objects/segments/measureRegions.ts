// Measures the color, shape and edges of regions, and their contact with each other.
import type { Regions } from "./regions.js";
import type { WorkingImage } from "./workingImage.js";

/** Measures of a region. Lengths are in units of the image's side, colors in 0…1. */
export interface RegionMeasures {
  /** Mean of red, green and blue. */
  readonly color: readonly [number, number, number];
  /** Standard deviation of red, green and blue. */
  readonly spread: readonly [number, number, number];
  /** Share of the image in 0…1. */
  readonly area: number;
  /** Left, top, right and bottom. */
  readonly box: readonly [number, number, number, number];
  /** Center of mass. */
  readonly center: readonly [number, number];
  /** 1 − minor axis / major axis, in 0…1: 0 for a disc or a square, toward 1 for a line. */
  readonly elongation: number;
  /** Cosine and sine of twice the angle of the major axis; 0 without one. */
  readonly axis: readonly [number, number];
  /** Mean length of the brightness gradient, per pixel of the working image. */
  readonly edges: number;
  /** Cosine and sine of twice the main direction of the gradient, times its coherence in 0…1. */
  readonly direction: readonly [number, number];
  /** 4√area / outline: 1 for a square, less for a longer outline. */
  readonly compactness: number;
  /** Share of the region's outline at the border of the image, in 0…1. */
  readonly border: number;
  /** Color difference across the outline, averaged over it; 0 for a region that fills the image. */
  readonly contrast: number;
  /** For each region that touches this one, the length of the common outline in pixels. */
  readonly contacts: ReadonlyMap<number, number>;
  /** Length of the outline in pixels. */
  readonly outline: number;
}

/** Sums over the pixels of one region. */
const sums = {
  pixels: 0,
  red: 1,
  green: 2,
  blue: 3,
  redSquares: 4,
  greenSquares: 5,
  blueSquares: 6,
  x: 7,
  y: 8,
  xx: 9,
  xy: 10,
  yy: 11,
  gradient: 12,
  gxx: 13,
  gxy: 14,
  gyy: 15,
  border: 16,
} as const;
const sumCount = 17;

/** Measures all regions of an image. */
export function measureRegions({ side, colors }: WorkingImage, { count, labels }: Regions): RegionMeasures[] {
  const totals = new Float64Array(count * sumCount);
  const boxes = new Int32Array(count * 4);
  for (let i = 0; i < count; i++) boxes.set([side, side, 0, 0], 4 * i);
  const light = brightness(colors);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const pixel = y * side + x;
      const label = labels[pixel]!;
      addPixel(totals, label * sumCount, colors, pixel, x, y);
      addGradient(totals, label * sumCount, light, side, x, y);
      const box = 4 * label;
      boxes[box] = Math.min(boxes[box]!, x);
      boxes[box + 1] = Math.min(boxes[box + 1]!, y);
      boxes[box + 2] = Math.max(boxes[box + 2]!, x + 1);
      boxes[box + 3] = Math.max(boxes[box + 3]!, y + 1);
    }
  }
  const contacts = contactsOf(side, labels, count);
  const means = Array.from({ length: count }, (_, i) => meanColor(totals, i));
  return means.map((color, i) =>
    measuresOf({ side, totals, boxes, contacts: contacts[i]!, means }, color, i),
  );
}

function addPixel(
  totals: Float64Array,
  at: number,
  colors: Float32Array,
  pixel: number,
  x: number,
  y: number,
): void {
  const [red, green, blue] = [colors[3 * pixel]!, colors[3 * pixel + 1]!, colors[3 * pixel + 2]!];
  const add = (sum: number, value: number): void => {
    totals[at + sum] = totals[at + sum]! + value;
  };
  add(sums.pixels, 1);
  add(sums.red, red);
  add(sums.green, green);
  add(sums.blue, blue);
  add(sums.redSquares, red * red);
  add(sums.greenSquares, green * green);
  add(sums.blueSquares, blue * blue);
  add(sums.x, x);
  add(sums.y, y);
  add(sums.xx, x * x);
  add(sums.xy, x * y);
  add(sums.yy, y * y);
}

/** Adds the central difference of the brightness, with the border repeated, and the pixel's sides at the border. */
function addGradient(
  totals: Float64Array,
  at: number,
  light: Float32Array,
  side: number,
  x: number,
  y: number,
): void {
  const [left, right] = [Math.max(0, x - 1), Math.min(side - 1, x + 1)];
  const [up, down] = [Math.max(0, y - 1), Math.min(side - 1, y + 1)];
  const gx = (light[y * side + right]! - light[y * side + left]!) / 2;
  const gy = (light[down * side + x]! - light[up * side + x]!) / 2;
  const add = (sum: number, value: number): void => {
    totals[at + sum] = totals[at + sum]! + value;
  };
  add(sums.gradient, Math.sqrt(gx * gx + gy * gy));
  add(sums.gxx, gx * gx);
  add(sums.gxy, gx * gy);
  add(sums.gyy, gy * gy);
  const sides = Number(x === 0) + Number(x === side - 1) + Number(y === 0) + Number(y === side - 1);
  add(sums.border, sides);
}

/** Returns the mean of the three channels of each pixel. */
function brightness(colors: Float32Array): Float32Array {
  const light = new Float32Array(colors.length / 3);
  for (let i = 0; i < light.length; i++)
    light[i] = (colors[3 * i]! + colors[3 * i + 1]! + colors[3 * i + 2]!) / 3;
  return light;
}

function contactsOf(side: number, labels: Int32Array, count: number): Map<number, number>[] {
  const contacts = Array.from({ length: count }, () => new Map<number, number>());
  const meet = (a: number, b: number): void => {
    if (a === b) return;
    contacts[a]!.set(b, (contacts[a]!.get(b) ?? 0) + 1);
    contacts[b]!.set(a, (contacts[b]!.get(a) ?? 0) + 1);
  };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const pixel = y * side + x;
      if (x + 1 < side) meet(labels[pixel]!, labels[pixel + 1]!);
      if (y + 1 < side) meet(labels[pixel]!, labels[pixel + side]!);
    }
  }
  return contacts;
}

type Triple = readonly [number, number, number];

function meanColor(totals: Float64Array, region: number): Triple {
  const at = region * sumCount;
  const pixels = Math.max(1, totals[at]!);
  return [
    totals[at + sums.red]! / pixels,
    totals[at + sums.green]! / pixels,
    totals[at + sums.blue]! / pixels,
  ];
}

/** Sums of all regions, as the measures of one are computed from. */
interface RegionSums {
  readonly side: number;
  readonly totals: Float64Array;
  readonly boxes: Int32Array;
  readonly contacts: ReadonlyMap<number, number>;
  readonly means: readonly Triple[];
}

function measuresOf(
  { side, totals, boxes, contacts, means }: RegionSums,
  color: Triple,
  region: number,
): RegionMeasures {
  const total = (sum: number) => totals[region * sumCount + sum]!;
  const pixels = Math.max(1, total(sums.pixels));
  const deviation = (mean: number, squares: number) => Math.sqrt(Math.max(0, squares / pixels - mean * mean));
  const [meanX, meanY] = [total(sums.x) / pixels, total(sums.y) / pixels];
  // A pixel is a square with a variance of 1/12 along each axis.
  const shape = principalAxis(
    total(sums.xx) / pixels - meanX * meanX + 1 / 12,
    total(sums.xy) / pixels - meanX * meanY,
    total(sums.yy) / pixels - meanY * meanY + 1 / 12,
  );
  const gradient = principalAxis(
    total(sums.gxx) / pixels,
    total(sums.gxy) / pixels,
    total(sums.gyy) / pixels,
  );
  let [shared, difference] = [0, 0];
  for (const [other, length] of contacts) {
    shared += length;
    difference += length * distance(color, means[other]!);
  }
  const outline = shared + total(sums.border);
  const box = Array.from(boxes.subarray(4 * region, 4 * region + 4), (edge) => edge / side);
  return {
    color,
    spread: [
      deviation(color[0], total(sums.redSquares)),
      deviation(color[1], total(sums.greenSquares)),
      deviation(color[2], total(sums.blueSquares)),
    ],
    area: total(sums.pixels) / (side * side),
    box: box as [number, number, number, number],
    center: [(meanX + 0.5) / side, (meanY + 0.5) / side],
    elongation: 1 - shape.ratio,
    axis: shape.direction,
    edges: total(sums.gradient) / pixels,
    direction: [gradient.direction[0] * gradient.coherence, gradient.direction[1] * gradient.coherence],
    compactness: outline > 0 ? Math.min(1, (4 * Math.sqrt(pixels)) / outline) : 1,
    border: outline > 0 ? total(sums.border) / outline : 0,
    contrast: shared > 0 ? difference / shared : 0,
    contacts,
    outline,
  };
}

/** Returns the Euclidean distance of two colors. */
export function distance(a: Triple, b: Triple): number {
  const [red, green, blue] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return Math.sqrt(red * red + green * green + blue * blue);
}

/**
 * Returns the axes of a symmetric matrix of moments: minor / major length, the cosine and sine of twice the angle of the
 * major axis, and the coherence (λ₁ − λ₂) / (λ₁ + λ₂).
 */
function principalAxis(xx: number, xy: number, yy: number) {
  const [sum, difference, mixed] = [xx + yy, xx - yy, 2 * xy];
  const root = Math.sqrt(difference * difference + mixed * mixed);
  if (!(sum > 1e-12) || root <= 1e-9 * sum) return { ratio: 1, direction: [0, 0] as const, coherence: 0 };
  const least = Math.max(0, sum - root);
  return {
    ratio: Math.sqrt(least / (sum + root)),
    direction: [difference / root, mixed / root] as const,
    coherence: Math.min(1, root / sum),
  };
}
