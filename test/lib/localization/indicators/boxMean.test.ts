import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../../../src/lib/base/random.js";
import { boxMean } from "../../../../src/lib/localization/indicators/boxMean.js";

/** Returns the place that a border without its own pixels mirrors. */
function reflected(at: number, length: number): number {
  let place = at;
  while (length > 1 && (place < 0 || place >= length)) place = place < 0 ? -place : 2 * (length - 1) - place;
  return length === 1 ? 0 : place;
}

test("boxMean has the rounded means of all windows, also in the memory of its input", () => {
  for (const [width, height] of [
    [60, 130],
    [7, 53],
    [90, 9],
    [3, 1],
    [1, 24],
    [5, 51],
  ] as const) {
    const random = new Random(width * height);
    const bytes = Uint8Array.from({ length: width * height }, () => Math.floor(random.next() * 256));
    const expected = Array.from(bytes, (_, k) => {
      let sum = 0;
      for (let dy = -25; dy < 25; dy++) {
        const row = reflected(Math.floor(k / width) + dy, height) * width;
        for (let dx = -25; dx < 25; dx++) sum += bytes[row + reflected((k % width) + dx, width)]!;
      }
      return sum / 2500;
    });
    const means = boxMean(bytes, { width, height });
    for (const [k, mean] of means.entries()) assert.ok(Math.abs(mean - expected[k]!) <= 0.5 + 1e-4);
    assert.equal(boxMean(bytes, { width, height }, bytes), bytes);
    assert.deepEqual(bytes, means);
  }
});
