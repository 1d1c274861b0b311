// Turns samples of any type into bytes.

import type { Stretch } from "./decodeOptions.js";
import { ImageRefusal } from "./imageRefusal.js";

/** Arrays that hold samples. */
export type SampleArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Largest number of samples that percentiles are computed from. More are thinned out evenly. */
const mostSorted = 2 ** 20;

/** Samples that become 0 and 255. `truncates` drops fractions, as Pillow does, instead of rounding. */
export interface SampleRange {
  readonly low: number;
  readonly high: number;
  readonly truncates?: boolean;
}

/**
 * Turns samples into bytes.
 *
 * @param nodata value of samples without a measurement, as the file names it
 * @throws {ImageRefusal} when no sample has a value
 */
export function stretched(samples: SampleArray, stretch: Stretch, nodata?: number): Uint8Array {
  if (samples instanceof Uint8Array) return samples;
  return inRange(samples, sampleRange(samples, stretch, nodata), nodata);
}

/**
 * Returns the range that a stretch has for samples, of an image or of a part of it.
 *
 * @param bits bits of a sample where they are fewer than the array's
 * @throws {ImageRefusal} when no sample has a value
 */
export function sampleRange(
  samples: SampleArray,
  stretch: Stretch,
  nodata?: number,
  bits?: number,
): SampleRange {
  const asked = bits !== undefined && bits < 8 && stretch === "auto" ? "full" : stretch;
  return rangeOf(samples, asked, nodataTest(samples, nodata), fullRange(samples, bits));
}

/** Turns samples into bytes by a range. Samples without a measurement become 0. */
export function inRange(
  samples: SampleArray,
  { low, high, truncates }: SampleRange,
  nodata?: number,
): Uint8Array {
  if (samples.length > 2 ** 16 && samples.BYTES_PER_ELEMENT <= 2) {
    const Samples = samples.constructor as new (buffer: ArrayBuffer) => SampleArray;
    const values = 2 ** (8 * samples.BYTES_PER_ELEMENT);
    const all = new Samples(integers(values).buffer as ArrayBuffer);
    const table = inRange(all, { low, high, ...(truncates && { truncates }) }, nodata);
    const unsigned = new (values === 256 ? Uint8Array : Uint16Array)(
      samples.buffer as ArrayBuffer,
      samples.byteOffset,
      samples.length,
    );
    const bytes = new Uint8Array(samples.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = table[unsigned[i]!]!;
    return bytes;
  }
  const isNodata = nodataTest(samples, nodata);
  const bytes = new Uint8ClampedArray(samples.length);
  // A clamped array rounds to the nearest byte. A constant image becomes gray.
  const scale = high > low ? 255 / (high - low) : 0;
  const offset = high > low ? 0 : 128;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (isNodata(value)) continue;
    const byte = (value - low) * scale + offset;
    bytes[i] = truncates ? Math.trunc(byte) : byte;
  }
  return new Uint8Array(bytes.buffer);
}

/** Returns 0, 1, … in as few bits as it takes. */
function integers(count: number): Uint8Array | Uint16Array {
  const numbers = count === 256 ? new Uint8Array(count) : new Uint16Array(count);
  return numbers.map((_, i) => i);
}

/** Returns a test for samples without a measurement: nodata, NaN, infinite, and −9999 of a signed type. */
function nodataTest(samples: SampleArray, nodata: number | undefined): (value: number) => boolean {
  const signed = !(
    samples instanceof Uint8Array ||
    samples instanceof Uint16Array ||
    samples instanceof Uint32Array
  );
  const listed = new Set(signed ? [-9999] : []);
  // A nodata of −3.4e38 is written in decimal, and has to be rounded to the type of the samples.
  if (nodata !== undefined) listed.add(samples instanceof Float32Array ? Math.fround(nodata) : nodata);
  if (samples instanceof Float32Array) listed.add(Math.fround(-3.4028234663852886e38));
  return (value) => !Number.isFinite(value) || listed.has(value);
}

function rangeOf(
  samples: SampleArray,
  stretch: Stretch,
  isNodata: (value: number) => boolean,
  full: SampleRange,
): SampleRange {
  if (stretch === "full") return full;
  if (typeof stretch !== "string") return { low: stretch[0], high: stretch[1] };
  const { min, max } = extremes(samples, isNodata);
  if (stretch === "min-max") return { low: min, high: max };
  const [low, high] = percentiles(samples, isNodata) ?? [min, max];
  if (stretch === "percentile") return { low, high };
  if (min >= 0 && max <= 255 && max > 64 && !(samples instanceof Int8Array))
    return { low: 0, high: 255, truncates: true };
  // Reflectances of bright roofs are above 1, and those of other land are below 0.4.
  const [top, share] = full.truncates ? [Number.POSITIVE_INFINITY, 1 / 4] : [2, 1 / 2];
  if (min >= -full.high / 10 && max <= top && high > full.high * share) return full;
  const spread = high - low;
  return max > high + spread || min < low - spread ? { low, high } : { low: min, high: max };
}

/** Returns the range of a type. The upper bits of an integer become its byte. */
function fullRange(samples: SampleArray, bits?: number): SampleRange {
  if (bits !== undefined && bits < 8) return { low: 0, high: 2 ** bits - 1 };
  if (samples instanceof Float32Array || samples instanceof Float64Array) return { low: 0, high: 1 };
  const unsigned = samples instanceof Uint16Array || samples instanceof Uint32Array;
  const values = 2 ** ((bits ?? 8 * samples.BYTES_PER_ELEMENT) - (unsigned ? 0 : 1));
  return { low: 0, high: (values / 256) * 255, truncates: true };
}

function extremes(samples: SampleArray, isNodata: (value: number) => boolean): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (isNodata(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max)
    throw new ImageRefusal(
      "nodata in every pixel",
      "remove the image, or correct its nodata value (gdal_edit.py -unsetnodata)",
    );
  return { min, max };
}

/** Returns the 2nd and the 98th percentile, interpolated linearly as in NumPy. */
function percentiles(
  samples: SampleArray,
  isNodata: (value: number) => boolean,
): readonly [low: number, high: number] | undefined {
  // A step of three would see one band only.
  const least = Math.ceil(samples.length / mostSorted);
  const step = least % 3 === 0 ? least + 1 : least;
  const values = new Float64Array(Math.ceil(samples.length / step));
  let count = 0;
  for (let i = 0; i < samples.length; i += step) {
    if (!isNodata(samples[i]!)) values[count++] = samples[i]!;
  }
  if (count === 0) return undefined;
  const sorted = values.subarray(0, count).sort();
  const at = (share: number) => {
    const place = share * (count - 1);
    const before = sorted[Math.floor(place)]!;
    return before + (sorted[Math.ceil(place)]! - before) * (place % 1);
  };
  return [at(0.02), at(0.98)];
}
