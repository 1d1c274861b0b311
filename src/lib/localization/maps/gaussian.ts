// The Gaussian blur of a surface, as OpenCV's `GaussianBlur` computes it for bytes. Within a window a row has few stretches
// of one value, and the weights of a stretch are a difference of two running sums. A wide window therefore costs little more
// than a narrow one.
import type { Surface } from "./surface.js";

/** Returns the deviation that OpenCV derives from a window when none is given. @param window odd width in pixels */
function deviationOf(window: number): number {
  return 0.3 * ((window - 1) / 2 - 1) + 0.8;
}

/**
 * Blurs a surface. The border is mirrored without its own pixels (OpenCV's BORDER_REFLECT_101). Weights are multiples of
 * 1/256.
 *
 * @param levels a surface of whole numbers in 0…255
 * @param window odd width of the filter in pixels
 * @returns one byte for each pixel, row after row
 */
export function gaussianOf(levels: Surface, window: number): Uint8Array {
  const { width, height, xs, ys, values } = levels;
  const columns = xs.length - 1;
  const running = runningWeights(window);
  const across = mirroredStretches(xs, width, window);
  const down = mirroredStretches(ys, height, window);
  // Rows of the surface first: [rows, width].
  const rows = ys.length - 1;
  const blurred = new Uint16Array(rows * width); // in 1/256
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = across.first[x]!; i < across.first[x + 1]!; i++) {
        const weight = running[across.to[i]!]! - running[across.from[i]!]!;
        sum += weight * values[row * columns + across.index[i]!]!;
      }
      blurred[row * width + x] = sum;
    }
  }
  const result = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(weightUnit ** 2 / 2);
    for (let i = down.first[y]!; i < down.first[y + 1]!; i++) {
      const weight = running[down.to[i]!]! - running[down.from[i]!]!;
      const first = down.index[i]! * width;
      for (let x = 0; x < width; x++) sums[x]! += weight * blurred[first + x]!;
    }
    for (let x = 0; x < width; x++) result[y * width + x] = sums[x]! >> 16;
  }
  return result;
}

/** Weights are counted in 1/256. */
const weightUnit = 256;

/**
 * Returns the weights of the filter in 1/256, which add up to 256. The rounding error of a weight is added to the next one.
 *
 * @param window odd width in pixels
 */
export function gaussianWeights(window: number): Int32Array {
  const deviation = deviationOf(window);
  const center = (window - 1) / 2;
  const exact = Float64Array.from({ length: window }, (_, i) =>
    Math.exp(-((i - center) ** 2) / (2 * deviation ** 2)),
  );
  const total = exact.reduce((sum, weight) => sum + weight, 0);
  const weights = new Int32Array(window);
  let error = 0;
  let outer = 0;
  for (let i = 0; i < center; i++) {
    const wanted = (exact[i]! / total) * weightUnit + error;
    const weight = roundHalfEven(wanted);
    error = wanted - weight;
    outer += 2 * weight;
    weights[i] = weight;
    weights[window - 1 - i] = weight;
  }
  weights[center] = weightUnit - outer;
  return weights;
}

/** Returns the sums of the first 0, 1, … weights of the filter. */
function runningWeights(window: number): Int32Array {
  const weights = gaussianWeights(window);
  const running = new Int32Array(window + 1);
  for (let i = 0; i < window; i++) running[i + 1] = running[i]! + weights[i]!;
  return running;
}

/** Rounds to the nearest whole number, and halves to the even one. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}

/** The stretches of the windows of all pixels of an axis, in one list. */
interface WindowStretches {
  /** First stretch of each pixel's window, and the number of all stretches as the last entry. */
  readonly first: Int32Array;
  /** Row or column of the surface. */
  readonly index: Int32Array;
  /** First place in the window. */
  readonly from: Int32Array;
  /** Place after the last one in the window. */
  readonly to: Int32Array;
}

function mirroredStretches(edges: Int32Array, length: number, window: number): WindowStretches {
  const radius = (window - 1) / 2;
  const place = new Int32Array(length);
  for (let i = 0; i + 1 < edges.length; i++) place.fill(i, edges[i]!, edges[i + 1]!);
  const padded = Int32Array.from(
    { length: length + 2 * radius },
    (_, i) => place[mirrored(i - radius, length)]!,
  );
  const starts = [0];
  for (let i = 1; i < padded.length; i++) if (padded[i] !== padded[i - 1]) starts.push(i);
  const [first, index, from, to] = [
    new Int32Array(length + 1),
    [] as number[],
    [] as number[],
    [] as number[],
  ];
  let begin = 0;
  for (let x = 0; x < length; x++) {
    first[x] = index.length;
    while ((starts[begin + 1] ?? Number.POSITIVE_INFINITY) <= x) begin += 1;
    for (let k = begin; k < starts.length && starts[k]! < x + window; k++) {
      index.push(padded[starts[k]!]!);
      from.push(Math.max(0, starts[k]! - x));
      to.push(Math.min(window, (starts[k + 1] ?? padded.length) - x));
    }
  }
  first[length] = index.length;
  return { first, index: Int32Array.from(index), from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** Returns the pixel that a place beyond the border mirrors, without the border's own pixel. */
export function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = ((at % period) + period) % period;
  return place < length ? place : period - place;
}
