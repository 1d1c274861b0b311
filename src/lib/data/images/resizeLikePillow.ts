// Resizes images exactly as Pillow's bilinear filter does. Networks that were trained with torchvision saw images
// through this filter, and another one changes their embeddings. The filter is a triangle as wide as an output pixel,
// so that shrinking is antialiased. Weights are in fixed point. Rows and columns are resized one after the other,
// with bytes in between.

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

/**
 * Resizes an image to a square, or to a rectangle. The proportions change.
 *
 * @param columns width of the result in pixels
 * @param rows height of the result in pixels; its width by default
 * @returns RGB bytes, `[rows, columns, 3]`. An image of that size is returned as it is.
 */
export function resizeLikePillow(
  { data, width, height }: Raster,
  columns: number,
  rows = columns,
): Uint8Array {
  // Pillow 13 resizes the columns first when an image is high enough for its width. Older versions always resize the
  // rows first. The results differ by rounding.
  if (height > rows && 2 * width < height + rows)
    return resampleRows(resampleColumns(data, width, height, rows), width, rows, columns);
  return resampleColumns(resampleRows(data, width, height, columns), columns, height, rows);
}

/** Taps of recent sizes. The images of a data set have only a few. */
const recentTaps = new Map<string, Taps>();
const mostRecent = 64;

/** Returns the taps for a size, computed once. */
function tapsOf(input: number, output: number): Taps {
  const key = `${input} → ${output}`;
  let taps = recentTaps.get(key);
  if (!taps) {
    if (recentTaps.size === mostRecent) recentTaps.clear();
    taps = triangleTaps(input, output);
    recentTaps.set(key, taps);
  }
  return taps;
}

/**
 * Computes taps: triangles of half-width `max(1, scale)` around the center of each output pixel, without zero
 * weights.
 */
function triangleTaps(input: number, output: number): Taps {
  const scale = input / output;
  const support = Math.max(1, scale);
  const triangles = Array.from({ length: output }, (_, to) => {
    const center = (to + 0.5) * scale;
    const low = Math.max(0, Math.trunc(center - support + 0.5));
    const high = Math.min(input, Math.trunc(center + support + 0.5));
    const raw = Array.from({ length: high - low }, (_, k) =>
      Math.max(0, 1 - Math.abs((k + low - center + 0.5) * (1 / support))),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    const fixed = raw.map((weight) => Math.trunc(0.5 + (weight / sum) * 2 ** precisionBits));
    const start = fixed.findIndex((weight) => weight > 0);
    const end = fixed.findLastIndex((weight) => weight > 0) + 1;
    return { first: low + start, weights: fixed.slice(start, end) };
  });
  const most = Math.max(2, ...triangles.map(({ weights }) => weights.length));
  const weights = new Int32Array(output * most);
  for (const [to, triangle] of triangles.entries()) weights.set(triangle.weights, to * most);
  return {
    first: Int32Array.from(triangles, ({ first }) => first),
    count: Int32Array.from(triangles, ({ weights }) => weights.length),
    weights,
    most,
  };
}

/** Resizes rows: `[height, width, 3]` → `[height, size, 3]`. */
function resampleRows(data: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (width === size) return data;
  const taps = tapsOf(width, size);
  if (taps.most === 2) return blendInRows(data, width, height, taps);
  const { first, count, weights, most } = taps;
  const result = new Uint8Array(height * size * 3);
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
  return result;
}

/** Resizes columns: `[height, width, 3]` → `[size, width, 3]`. */
function resampleColumns(data: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (height === size) return data;
  const taps = tapsOf(height, size);
  const stride = width * 3;
  if (taps.most === 2) return blendRows(data, stride, height, taps);
  const { first, count, weights, most } = taps;
  const result = new Uint8Array(size * stride);
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
  return result;
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
