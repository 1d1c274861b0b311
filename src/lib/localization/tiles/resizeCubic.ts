// Resizes images as OpenCV's `INTER_CUBIC` does: a = −0.75, no antialiasing, pixel centers at half a pixel, and the
// border's pixels repeated. Weights are not rounded, as in the OpenCV of PyPI. Builds without IPP round them to 11 bits,
// which changes a byte in a few hundred by 1, but for sides that are halved, doubled or divided by three.
import type { Raster } from "../../data/images/resizeLikePillow.js";
import type { ImageSize } from "./tile.js";

const a = -0.75;

/** Four input pixels and weights of each output pixel. */
interface CubicTaps {
  /** Indices of the input pixels. */
  readonly at: Int32Array;
  /** They add up to 1. */
  readonly weights: Float64Array;
}

/** Resizes an image. The proportions may change. An image of that size is returned as it is. */
export function resizeCubic(raster: Raster, { width, height }: ImageSize): Raster {
  if (raster.width === width && raster.height === height) return raster;
  const across = cubicTaps(raster.width, width);
  const down = cubicTaps(raster.height, height);
  const stride = width * 3;
  const rows = new Map<number, Float32Array>();
  const rowAt = (y: number) => {
    let row = rows.get(y);
    if (!row) {
      row = resizedRow(raster, y, across);
      rows.set(y, row);
    }
    return row;
  };
  const data = new Uint8ClampedArray(height * stride);
  for (let y = 0; y < height; y++) {
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => rowAt(down.at[4 * y + k]!)) as Rows;
    const [w0, w1, w2, w3] = [0, 1, 2, 3].map((k) => down.weights[4 * y + k]!) as Weights;
    const first = y * stride;
    // A clamped array rounds halves to even numbers, as OpenCV does.
    for (let i = 0; i < stride; i++) {
      data[first + i] = r0[i]! * w0 + r1[i]! * w1 + r2[i]! * w2 + r3[i]! * w3;
    }
    for (const row of rows.keys()) if (row < down.at[4 * y]!) rows.delete(row);
  }
  return { data: new Uint8Array(data.buffer), width, height };
}

type Rows = [Float32Array, Float32Array, Float32Array, Float32Array];
type Weights = [number, number, number, number];

/** Resizes one row: `[input width, 3]` → `[width, 3]`. */
function resizedRow({ data, width }: Raster, y: number, { at, weights }: CubicTaps): Float32Array {
  const columns = at.length / 4;
  const row = new Float32Array(columns * 3);
  const start = y * width * 3;
  for (let x = 0; x < columns; x++) {
    const k = 4 * x;
    const [w0, w1, w2, w3] = [weights[k]!, weights[k + 1]!, weights[k + 2]!, weights[k + 3]!];
    const p0 = start + 3 * at[k]!;
    const p1 = start + 3 * at[k + 1]!;
    const p2 = start + 3 * at[k + 2]!;
    const p3 = start + 3 * at[k + 3]!;
    for (let c = 0; c < 3; c++) {
      row[3 * x + c] = data[p0 + c]! * w0 + data[p1 + c]! * w1 + data[p2 + c]! * w2 + data[p3 + c]! * w3;
    }
  }
  return row;
}

function cubicTaps(input: number, output: number): CubicTaps {
  const at = new Int32Array(output * 4);
  const weights = new Float64Array(output * 4);
  const scale = input / output;
  for (let to = 0; to < output; to++) {
    const center = Math.fround((to + 0.5) * scale - 0.5);
    const before = Math.floor(center);
    const fraction = Math.fround(center - before);
    for (const [k, weight] of cubicWeights(fraction).entries()) {
      at[4 * to + k] = Math.min(input - 1, Math.max(0, before - 1 + k));
      weights[4 * to + k] = weight;
    }
  }
  return { at, weights };
}

/** Returns the weights of the four pixels around a place. @param x distance from the second pixel, in [0, 1) */
function cubicWeights(x: number): number[] {
  const w0 = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a;
  const w1 = ((a + 2) * x - (a + 3)) * x * x + 1;
  const w2 = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1;
  return [w0, w1, w2, 1 - w0 - w1 - w2];
}
