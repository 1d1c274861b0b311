// PIL's bilinear resize, to the bit: a triangle as wide as an output pixel is in the input, so that shrinking is
// antialiased; weights in fixed point; one direction after the other, with bytes in between. Networks trained with
// torchvision saw images through it, and another resize moves their embeddings.

const precisionBits = 22; // 32 − 8 bits of a pixel − 2 of headroom
const half = 1 << (precisionBits - 1);

/** For each output pixel, which input pixels count and how much. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` weights an output pixel, in units of 2⁻²². */
  readonly weights: Int32Array;
  readonly most: number;
}

export interface Raster {
  /** Rows of pixels of three bytes. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * @param size height and width of the result in pixels; the proportions are not kept
 * @returns RGB bytes, [size, size, 3]; where the image has that size already, its own bytes
 */
export function resizeBilinear({ data, width, height }: Raster, size: number): Uint8Array {
  // Pillow 13 starts with the columns where an image is high enough for its width; before, rows always came first,
  // which rounds a byte of such an image here and there by one.
  if (height > size && 2 * width < height + size)
    return resampleRows(resampleColumns(data, width, height, size), width, size, size);
  return resampleColumns(resampleRows(data, width, height, size), size, height, size);
}

/** Triangle of half-width `max(1, scale)` around each output pixel's centre. */
function triangleTaps(input: number, output: number): Taps {
  const scale = input / output;
  const support = Math.max(1, scale);
  const most = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(output);
  const count = new Int32Array(output);
  const weights = new Int32Array(output * most);
  for (let to = 0; to < output; to++) {
    const centre = (to + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(input, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: high - low }, (_, k) =>
      Math.max(0, 1 - Math.abs((k + low - centre + 0.5) * (1 / support))),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    first[to] = low;
    count[to] = high - low;
    for (const [k, weight] of raw.entries())
      weights[to * most + k] = Math.trunc(0.5 + (weight / sum) * 2 ** precisionBits);
  }
  return { first, count, weights, most };
}

/** [height, width, 3] → [height, size, 3] */
function resampleRows(data: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (width === size) return data;
  const { first, count, weights, most } = triangleTaps(width, size);
  const result = new Uint8Array(height * size * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < size; column++) {
      let [red, green, blue] = [half, half, half];
      let from = (row * width + first[column]!) * 3;
      const start = column * most;
      for (let k = start; k < start + count[column]!; k++) {
        const weight = weights[k]!;
        red += data[from++]! * weight;
        green += data[from++]! * weight;
        blue += data[from++]! * weight;
      }
      result[to++] = red >> precisionBits;
      result[to++] = green >> precisionBits;
      result[to++] = blue >> precisionBits;
    }
  }
  return result;
}

/** [height, width, 3] → [size, width, 3] */
function resampleColumns(data: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (height === size) return data;
  const { first, count, weights, most } = triangleTaps(height, size);
  const stride = width * 3;
  const result = new Uint8Array(size * stride);
  const sums = new Int32Array(stride);
  for (let row = 0; row < size; row++) {
    sums.fill(half);
    for (let k = 0; k < count[row]!; k++) {
      const weight = weights[row * most + k]!;
      const from = (first[row]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i]! += data[from + i]! * weight;
    }
    for (let i = 0; i < stride; i++) result[row * stride + i] = sums[i]! >> precisionBits;
  }
  return result;
}
