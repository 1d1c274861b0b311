import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Random } from "../../../../src/lib/base/random.js";
import { forEachPeakRun } from "../../../../src/lib/localization/indicators/peaks.js";

/** Returns the pixels of all runs, in the order of the runs. */
function peaksOf(bytes: Uint8Array, size: { width: number; height: number }): number[] {
  const peaks: number[] = [];
  forEachPeakRun(bytes, size, (y, from, end) => {
    for (let x = from; x < end; x++) peaks.push(y * size.width + x);
  });
  return peaks;
}

/** Returns the peaks by comparing each pixel with its whole square, first along rows and then along columns. */
function peaksBySquares(bytes: Uint8Array, width: number, height: number): number[] {
  const along = (values: Uint8Array, count: number, length: number, step: number, next: number) => {
    const result = new Uint8Array(values.length);
    for (let line = 0; line < count; line++) {
      for (let at = 0; at < length; at++) {
        let most = 0;
        for (let i = Math.max(0, at - 500); i < Math.min(length, at + 500); i++) {
          most = Math.max(most, values[line * next + i * step]!);
        }
        result[line * next + at * step] = most;
      }
    }
    return result;
  };
  const rows = along(bytes, height, width, 1, width);
  const highest = along(rows, width, height, width, 1);
  return [...bytes.keys()].filter((k) => bytes[k]! > 0 && bytes[k] === highest[k]);
}

describe("forEachPeakRun", () => {
  for (const [width, height, levels] of [
    [1300, 40, 256],
    [1300, 40, 6],
    [30, 1400, 40],
    [1150, 130, 255],
    [700, 620, 200],
    [1, 1300, 30],
  ] as const) {
    test(`finds the highest pixels of each square of ${width} × ${height} pixels of ${levels} levels`, () => {
      const random = new Random(width + levels);
      // Few pixels are high, so that there are peaks in several squares.
      const bytes = Uint8Array.from({ length: width * height }, () =>
        Math.floor(levels * random.next() ** 40),
      );
      assert.deepEqual(peaksOf(bytes, { width, height }), peaksBySquares(bytes, width, height));
    });
  }

  test("finds every pixel of a map that is the same everywhere, and none of a black one", () => {
    const size = { width: 600, height: 20 };
    assert.equal(peaksOf(new Uint8Array(12_000).fill(7), size).length, 12_000);
    assert.deepEqual(peaksOf(new Uint8Array(12_000), size), []);
  });

  test("has one run for a row that is the same everywhere", () => {
    const runs: number[][] = [];
    forEachPeakRun(new Uint8Array(1400).fill(9), { width: 700, height: 2 }, (...run) => runs.push(run));
    assert.deepEqual(runs, [
      [0, 0, 700],
      [1, 0, 700],
    ]);
  });
});
