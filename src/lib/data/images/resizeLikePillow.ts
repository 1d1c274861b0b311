// Resizes images exactly as Pillow's bilinear and bicubic filters do. Networks that were trained with torchvision saw
// images through these filters, and another one changes their embeddings. A filter is as wide as an output pixel, so that
// shrinking is antialiased. Weights are in fixed point. Rows and columns are resized one after the other, with bytes in
// between.
import type { ResizeFilter, Resizing } from "./resizing.js";

/** Fractional bits of a weight: 32 bits − 8 of a pixel − 2 of headroom. */
const precisionBits = 22;
/** Half of the last bit that remains, so that the shift rounds. */
const half = 1 << (precisionBits - 1);

// Loops over pixels copy these two constants to local variables. V8 reads constants of a module again in every
// iteration, which takes as long as the arithmetic.

/** Input pixels and weights of each output pixel. */
interface Taps {
  /** First input pixel. */
  readonly first: Int32Array;
  /** Number of input pixels. */
  readonly count: Int32Array;
  /** `most` weights for each output pixel, in units of 2⁻²². Weights after the first `count` are 0. */
  readonly weights: Int32Array;
  /** Greatest number of input pixels. 2 when an image is enlarged. */
  readonly most: number;
}

/** A decoded image. */
export interface Raster {
  /** RGB bytes, `[height, width, 3]`. */
  readonly data: Uint8Array;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

/** A side of the resized image, and the part of it that is computed. */
interface Side {
  /** Length of the whole side, in pixels. */
  readonly whole: number;
  /** First computed pixel. */
  readonly start: number;
}

/**
 * Resizes an image to a square or a rectangle, as torchvision's `Resize((rows, columns))` does, or with the form `crop`
 * to a square as its `Resize(columns)` and `CenterCrop(columns)` do.
 *
 * @param columns width of the result in pixels
 * @param rows height of the result in pixels; its width by default
 * @param resizing filter and form; bilinear and stretched by default
 * @returns RGB bytes, `[rows, columns, 3]`. An image of that size is returned as it is.
 */
export function resizeLikePillow(
  { data, width, height }: Raster,
  columns: number,
  rows = columns,
  { filter = "bilinear", form = "stretch" }: Resizing = {},
): Uint8Array {
  const [x, y] =
    form === "crop" ? croppedSides(width, height, columns) : [wholeSide(columns), wholeSide(rows)];
  // Pillow 13 resizes the columns first when they shrink by more than twice as many pixels as the rows. Older versions
  // always resize the rows first. The results differ by rounding.
  if (height > y.whole && height - y.whole > 2 * (width - x.whole))
    return resampleRows(
      resampleColumns(data, width, height, y, rows, filter),
      width,
      rows,
      x,
      columns,
      filter,
    );
  return resampleColumns(
    resampleRows(data, width, height, x, columns, filter),
    columns,
    height,
    y,
    rows,
    filter,
  );
}

function wholeSide(size: number): Side {
  return { whole: size, start: 0 };
}

/** Returns width and height of the image whose shorter side has the size, with the center of each. */
function croppedSides(width: number, height: number, size: number): [x: Side, y: Side] {
  const centered = (length: number, other: number): Side => {
    const whole = length <= other ? size : Math.trunc((size * length) / other);
    return { whole, start: roundedToEven((whole - size) / 2) };
  };
  return [centered(width, height), centered(height, width)];
}

/** Rounds halves to even numbers, as Python does. */
function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Taps of recent sizes. The images of a data set have only a few. */
const recentTaps = new Map<string, Taps>();
const mostRecent = 64;

/** Returns the taps for some pixels of a side, computed once. */
function tapsOf(input: number, { whole, start }: Side, size: number, filter: ResizeFilter): Taps {
  const key = `${filter} ${input} → ${whole}, ${size} from ${start}`;
  let taps = recentTaps.get(key);
  if (!taps) {
    if (recentTaps.size === mostRecent) recentTaps.clear();
    taps = filterTaps(input, { whole, start }, size, filter);
    recentTaps.set(key, taps);
  }
  return taps;
}

/** The filters by the distance to a pixel, and their half-widths. */
const filters: Readonly<Record<ResizeFilter, { readonly half: number; weight(distance: number): number }>> = {
  bilinear: { half: 1, weight: (distance) => Math.max(0, 1 - distance) },
  bicubic: { half: 2, weight: cubic },
};

/** Keys' cubic with a = −0.5. */
function cubic(distance: number): number {
  const a = -0.5;
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
}

/** Computes taps around the center of each output pixel, without zero weights at their ends. */
function filterTaps(input: number, { whole, start: begin }: Side, size: number, filter: ResizeFilter): Taps {
  const { half: radius, weight: weigh } = filters[filter];
  const scale = input / whole;
  const stretched = Math.max(1, scale);
  const support = radius * stretched;
  const pixels = Array.from({ length: size }, (_, i) => {
    const center = (begin + i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(center - support + 0.5));
    const high = Math.min(input, Math.trunc(center + support + 0.5));
    const raw = Array.from({ length: high - low }, (_, k) =>
      weigh(Math.abs((k + low - center + 0.5) * (1 / stretched))),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    const fixed = raw.map((weight) => roundedWeight((weight / sum) * 2 ** precisionBits));
    const start = fixed.findIndex((weight) => weight !== 0);
    const end = fixed.findLastIndex((weight) => weight !== 0) + 1;
    return { first: low + start, weights: fixed.slice(start, end) };
  });
  const most = Math.max(2, ...pixels.map(({ weights }) => weights.length));
  const weights = new Int32Array(size * most);
  for (const [to, pixel] of pixels.entries()) weights.set(pixel.weights, to * most);
  return {
    first: Int32Array.from(pixels, ({ first }) => first),
    count: Int32Array.from(pixels, ({ weights }) => weights.length),
    weights,
    most,
  };
}

function roundedWeight(weight: number): number {
  return Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
}

// The weights of the cubic can be negative, so that sums leave 0…255. Arrays of clamped bytes cut them as Pillow does.

/** Resizes rows: `[height, width, 3]` → `[height, size, 3]`. */
function resampleRows(
  data: Uint8Array,
  width: number,
  height: number,
  side: Side,
  size: number,
  filter: ResizeFilter,
): Uint8Array {
  if (width === side.whole && width === size) return data;
  const taps = tapsOf(width, side, size, filter);
  if (taps.most === 2) return blendInRows(data, width, height, taps);
  const { first, count, weights, most } = taps;
  const result = new Uint8ClampedArray(height * size * 3);
  const [rounding, shift] = [half, precisionBits];
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < size; column++) {
      let red = rounding;
      let green = rounding;
      let blue = rounding;
      let from = (row * width + first[column]!) * 3;
      const start = column * most;
      const end = start + count[column]!;
      for (let k = start; k < end; k++) {
        const weight = weights[k]!;
        red += Math.imul(data[from]!, weight);
        green += Math.imul(data[from + 1]!, weight);
        blue += Math.imul(data[from + 2]!, weight);
        from += 3;
      }
      result[to] = red >> shift;
      result[to + 1] = green >> shift;
      result[to + 2] = blue >> shift;
      to += 3;
    }
  }
  return new Uint8Array(result.buffer);
}

/** Resizes columns: `[height, width, 3]` → `[size, width, 3]`. */
function resampleColumns(
  data: Uint8Array,
  width: number,
  height: number,
  side: Side,
  size: number,
  filter: ResizeFilter,
): Uint8Array {
  if (height === side.whole && height === size) return data;
  const taps = tapsOf(height, side, size, filter);
  const stride = width * 3;
  if (taps.most === 2) return blendRows(data, stride, height, taps);
  const { first, count, weights, most } = taps;
  const result = new Uint8ClampedArray(size * stride);
  const [rounding, shift] = [half, precisionBits];
  const sums = new Int32Array(stride);
  for (let row = 0; row < size; row++) {
    sums.fill(rounding);
    for (let k = 0; k < count[row]!; k++) {
      const weight = weights[row * most + k]!;
      const from = (first[row]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i]! += Math.imul(data[from + i]!, weight);
    }
    for (let i = 0; i < stride; i++) result[row * stride + i] = sums[i]! >> shift;
  }
  return new Uint8Array(result.buffer);
}

// A pixel of an enlarged image is a blend of two neighbors, which needs no loop over weights and no sums in memory.
// At the border the second weight is 0.

/** Does the same as `resampleRows` with two weights for each pixel. */
function blendInRows(data: Uint8Array, width: number, height: number, { first, weights }: Taps): Uint8Array {
  const [rounding, shift] = [half, precisionBits];
  const result = new Uint8Array(height * first.length * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < first.length; column++) {
      const one = (row * width + first[column]!) * 3;
      const other = (row * width + Math.min(first[column]! + 1, width - 1)) * 3;
      const weight = weights[2 * column]!;
      const otherWeight = weights[2 * column + 1]!;
      const red = Math.imul(data[one]!, weight) + Math.imul(data[other]!, otherWeight);
      const green = Math.imul(data[one + 1]!, weight) + Math.imul(data[other + 1]!, otherWeight);
      const blue = Math.imul(data[one + 2]!, weight) + Math.imul(data[other + 2]!, otherWeight);
      result[to] = (rounding + red) >> shift;
      result[to + 1] = (rounding + green) >> shift;
      result[to + 2] = (rounding + blue) >> shift;
      to += 3;
    }
  }
  return result;
}

/** Does the same as `resampleColumns` with two weights for each row. @param stride bytes of a row */
function blendRows(data: Uint8Array, stride: number, height: number, { first, weights }: Taps): Uint8Array {
  const [rounding, shift] = [half, precisionBits];
  const result = new Uint8Array(first.length * stride);
  let to = 0;
  for (let row = 0; row < first.length; row++) {
    const one = first[row]! * stride;
    const other = Math.min(first[row]! + 1, height - 1) * stride;
    const weight = weights[2 * row]!;
    const otherWeight = weights[2 * row + 1]!;
    for (let i = 0; i < stride; i++) {
      const sum = Math.imul(data[one + i]!, weight) + Math.imul(data[other + i]!, otherWeight);
      result[to++] = (rounding + sum) >> shift;
    }
  }
  return result;
}
