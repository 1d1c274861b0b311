// How far two arrays of numbers are apart.
import assert from "node:assert/strict";

type Numbers = ArrayLike<number>;

/** The greatest distance of two numbers at the same place. */
export function largestDifference(a: Numbers, b: Numbers): number {
  assert.equal(a.length, b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    // Not Math.max alone: a distance that is not a number must not go unseen.
    const distance = Math.abs(a[i]! - b[i]!);
    most = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(most, distance);
  }
  return most;
}

/** The length of the difference over the length of the second. */
export function relativeDifference(a: Numbers, b: Numbers): number {
  assert.equal(a.length, b.length);
  let [difference, length] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    length += b[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(length), 1e-12);
}
