// The range of numbers, and numbers scaled to 0…1 over it.

/** The least and the greatest of some numbers. */
export interface ValueRange {
  /** The least number. */
  readonly low: number;
  /** The greatest number. */
  readonly high: number;
}

/** Values that differ by less count as equal: their differences are rounding errors. */
const leastRange = 1e-9;

/**
 * Returns the least and the greatest finite value, 0 and 1 if there is none.
 * @example
 * valueRange([3, Number.NaN, 7]); // { low: 3, high: 7 }
 */
export function valueRange(values: ArrayLike<number>): ValueRange {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/**
 * Returns the function that maps the least of the values to 0 and the greatest to 1, linearly. It returns 0 for all
 * values if they are equal to within 1e-9.
 * @example
 * [2, 4, 3].map(minMaxScale([2, 4, 3])); // [0, 1, 0.5]
 */
export function minMaxScale(values: ArrayLike<number>): (value: number) => number {
  const { low, high } = valueRange(values);
  const range = high - low;
  return (value) => (range > leastRange ? (value - low) / range : 0);
}
