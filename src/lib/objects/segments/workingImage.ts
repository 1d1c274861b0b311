// The image at the resolution that segments are computed at. All arithmetic is + − × ÷ and the square root, which IEEE 754
// rounds alike on each machine.

/** Largest side of the working image in pixels. */
const largestSide = 128;

/** An RGB image of a few thousand pixels. */
export interface WorkingImage {
  /** Height and width in pixels. */
  readonly side: number;
  /** RGB in 0…1, [side, side, 3]. */
  readonly colors: Float32Array;
}

/**
 * Averages areas of a square image, so that its side is at most 128 pixels. A value that is no finite number counts as 0.
 *
 * @param size height and width in pixels
 * @param values RGB in 0…1, [size, size, 3]
 */
export function workingImage(size: number, values: Float32Array): WorkingImage {
  const finite = values.map((value) => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0));
  const side = Math.min(size, largestSide);
  if (side === size) return { side, colors: finite };
  const spans = spansOf(size, side);
  const rows = shrinkRows(finite, size, side, spans);
  return { side, colors: shrinkColumns(rows, size, side, spans) };
}

/** The source pixels of one target pixel: the first, and the weight of each from there on. */
interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

function spansOf(size: number, side: number): Span[] {
  return Array.from({ length: side }, (_, i) => {
    const [from, to] = [(i * size) / side, ((i + 1) * size) / side];
    const first = Math.floor(from);
    const last = Math.min(size, Math.ceil(to));
    const weights = Array.from({ length: last - first }, (_, k) => {
      const pixel = first + k;
      return ((Math.min(to, pixel + 1) - Math.max(from, pixel)) * side) / size;
    });
    return { first, weights };
  });
}

/** @returns [side, size, 3] */
function shrinkRows(values: Float32Array, size: number, side: number, spans: readonly Span[]): Float32Array {
  const width = 3 * size;
  const out = new Float32Array(side * width);
  for (let y = 0; y < side; y++) {
    const { first, weights } = spans[y]!;
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k]!;
      const [from, to] = [(first + k) * width, y * width];
      for (let x = 0; x < width; x++) out[to + x] = out[to + x]! + weight * values[from + x]!;
    }
  }
  return out;
}

/** @param rows [side, size, 3] @returns [side, side, 3] */
function shrinkColumns(rows: Float32Array, size: number, side: number, spans: readonly Span[]): Float32Array {
  const out = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const { first, weights } = spans[x]!;
      let [red, green, blue] = [0, 0, 0];
      for (let k = 0; k < weights.length; k++) {
        const weight = weights[k]!;
        const at = 3 * (y * size + first + k);
        red += weight * rows[at]!;
        green += weight * rows[at + 1]!;
        blue += weight * rows[at + 2]!;
      }
      const to = 3 * (y * side + x);
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
    }
  }
  return out;
}

/** Smooths an image by the weights 1 2 1 along both axes, with the border repeated. Grain then joins fewer edges. */
export function smooth({ side, colors }: WorkingImage): Float32Array {
  const passes: readonly (readonly [step: number, stride: number])[] = [
    [3, 3 * side],
    [3 * side, 3],
  ];
  let from = colors;
  for (const [step, stride] of passes) {
    const to = new Float32Array(from.length);
    for (let line = 0; line < side; line++) {
      for (let i = 0; i < side; i++) {
        const at = line * stride + i * step;
        const [before, after] = [i === 0 ? at : at - step, i === side - 1 ? at : at + step];
        for (let c = 0; c < 3; c++)
          to[at + c] = 0.25 * from[before + c]! + 0.5 * from[at + c]! + 0.25 * from[after + c]!;
      }
    }
    from = to;
  }
  return from;
}
