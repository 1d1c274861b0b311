// Distances between two arrays of numbers.
import assert from "node:assert/strict";

type Numbers = ArrayLike<number>;

/** Returns the greatest difference between two numbers at the same position. */
export function largestDifference(a: Numbers, b: Numbers): number {
  assert.equal(a.length, b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    // Math.max alone would ignore a difference that is NaN.
    const distance = Math.abs(a[i]! - b[i]!);
    most = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(most, distance);
  }
  return most;
}

/** Returns the Euclidean length of the difference, divided by the length of the second array. */
export function relativeDifference(a: Numbers, b: Numbers): number {
  assert.equal(a.length, b.length);
  let [difference, length] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    length += b[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(length), 1e-12);
}
