// Options for images with other bands than red, green, blue or with more than 8 bits: the bands to show and the stretch.
import { OptionError } from "../../base/errors.js";

/** The named stretches, see {@link Stretch}. */
export const stretchNames = ["auto", "full", "percentile", "min-max"] as const satisfies readonly Stretch[];

/**
 * The samples that become the bytes 0 and 255, in an image with more than 8 bits for each sample:
 * - `full`: the range of the sample's type, such as 0…65535, and 0…1 for floating point. Signed types begin at 0.
 * - `percentile`: from the 2nd to the 98th percentile
 * - `min-max`: from the smallest sample to the largest
 * - `[low, high]`: from `low` to `high`, for images that have to be comparable with each other
 * - `auto`: `full` when the 98th percentile is above a quarter of the type's range (half of 0…1), and the bytes themselves when all
 *   samples are in 0…255, as in 8-bit images that were saved with 16 bits. Otherwise `min-max`, or `percentile` when
 *   an extreme sample is further from the percentiles than these are from each other.
 *
 * All bands of an image share one stretch, so that colors keep their proportions. Nodata, NaN and infinite samples take
 * no part and become black. Signed and floating-point samples of −9999 count as nodata.
 */
export type Stretch = "auto" | "full" | "percentile" | "min-max" | readonly [low: number, high: number];

/** The way to read the pixels of an image. */
export interface DecodeOptions {
  /**
   * Numbers of the bands for red, green and blue, from 1 as in GDAL, such as `[4, 3, 2]`, or of one band for a gray
   * image. By default the bands that the file names Red, Green, Blue or B4, B3, B2, otherwise the bands 1, 2, 3.
   */
  readonly bands?: readonly number[];
  /** The stretch of samples with more than 8 bits; `auto` by default. 8-bit samples are never stretched. */
  readonly stretch?: Stretch;
}

/** Checks options. @throws {OptionError} that names the option and the found value */
export function checkDecodeOptions({ bands, stretch }: DecodeOptions): void {
  if (bands !== undefined) checkBands(bands);
  if (stretch !== undefined) stretchOf(stretch);
}

function checkBands(bands: readonly number[]): void {
  const fits =
    Array.isArray(bands) &&
    (bands.length === 1 || bands.length === 3) &&
    bands.every((band) => Number.isInteger(band) && band >= 1);
  if (fits) return;
  throw new OptionError(
    `bands: expected the numbers of three bands, or of one, counted from 1, found ${JSON.stringify(bands)}; write for example [4, 3, 2].`,
  );
}

/** Returns a checked stretch. `minmax` and `full range` are accepted spellings. @throws {OptionError} */
export function stretchOf(value: unknown): Stretch {
  if (typeof value === "string") {
    const letters = value.toLowerCase().replace(/[^a-z]/g, "");
    const name = stretchNames.find((one) => letters.replace(/(range|s)$/, "") === one.replace("-", ""));
    if (name !== undefined) return name;
  } else if (Array.isArray(value) && value.length === 2) {
    const [low, high] = value as [unknown, unknown];
    if (Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number))
      return [low as number, high as number];
  }
  throw new OptionError(
    `stretch: expected one of ${stretchNames.join(", ")}, or two numbers [low, high] with low < high, found ${JSON.stringify(value)}; name one of them.`,
  );
}

/**
 * Reads the band numbers of a command line, such as `4,3,2`.
 *
 * @throws {OptionError} for another text
 */
export function parseBands(text: string): number[] {
  const bands = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (bands.some(Number.isNaN))
    throw new OptionError(`bands: expected numbers such as 4,3,2, found "${text}"; separate them by commas.`);
  checkBands(bands);
  return bands;
}

/**
 * Reads the stretch of a command line: a name, or two numbers such as `0,3000`.
 *
 * @throws {OptionError} for another text
 */
export function parseStretch(text: string): Stretch {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return stretchOf(numbers.length === 2 && !numbers.some(Number.isNaN) ? numbers : text);
}

/** Joins options. Each option comes from the first source that has it. */
export function joinDecodeOptions(...sources: readonly (DecodeOptions | undefined)[]): DecodeOptions {
  const bands = sources.find((source) => source?.bands !== undefined)?.bands;
  const stretch = sources.find((source) => source?.stretch !== undefined)?.stretch;
  return { ...(bands && { bands }), ...(stretch !== undefined && { stretch }) };
}

/**
 * Compares the options of a caller with those of a model's training.
 *
 * @returns a sentence for each difference, and none where the model was trained without options
 */
export function differsFrom(asked: DecodeOptions, trained: DecodeOptions = {}): string[] {
  return (["bands", "stretch"] as const).flatMap((name) => {
    const [now, then] = [asked[name], trained[name]].map((value) => JSON.stringify(value));
    if (now === undefined || then === undefined || now === then) return [];
    return [`the images are read with ${name} ${now}, the model was trained with ${then}.`];
  });
}
