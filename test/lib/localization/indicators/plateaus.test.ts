import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Random } from "../../../../src/lib/base/random.js";
import { forEachPeakRun } from "../../../../src/lib/localization/indicators/peaks.js";
import { peakMiddles } from "../../../../src/lib/localization/indicators/plateaus.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns the middles of groups that are filled pixel after pixel, from their first pixel on. */
function middlesByPixels(bytes: Uint8Array, size: Size): { x: number; y: number }[] {
  const open = new Set<number>();
  forEachPeakRun(bytes, size, (y, from, end) => {
    for (let x = from; x < end; x++) open.add(y * size.width + x);
  });
  const found: { x: number; y: number }[] = [];
  for (const start of open) {
    open.delete(start);
    const group = [start];
    for (const at of group) {
      const [x, y] = [at % size.width, Math.floor(at / size.width)];
      for (const [dx, dy] of around) {
        const near = at + dy * size.width + dx;
        if (x + dx < 0 || x + dx >= size.width || y + dy < 0 || !open.delete(near)) continue;
        group.push(near);
      }
    }
    const mean = (of: (at: number) => number) =>
      Math.floor(group.reduce((sum, at) => sum + of(at), 0) / group.length);
    found.push({ x: mean((at) => at % size.width), y: mean((at) => Math.floor(at / size.width)) });
  }
  return found;
}

const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));

/** Returns a map of rectangles of few levels, so that plateaus have odd shapes and touch at corners. */
function rectangles(random: Random, { width, height }: Size, count: number, most: number): Uint8Array {
  const bytes = new Uint8Array(width * height);
  const below = (end: number) => Math.floor(random.next() * end);
  for (let i = 0; i < count; i++) {
    const [left, top] = [below(width), below(height)];
    const [right, bottom] = [left + 1 + below(most), top + 1 + below(most)];
    const level = below(4) + 252;
    for (let y = top; y < Math.min(height, bottom); y++) {
      bytes.fill(level, y * width + left, y * width + Math.min(width, right));
    }
  }
  return bytes;
}

describe("peakMiddles", () => {
  test("has the groups of a fill by pixels, in their order, on maps with plateaus", () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 60 }),
      height: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.integer({ min: 1, max: 120 }), (size, seed, count) => {
        const bytes = rectangles(new Random(seed), size, count, 6);
        assert.deepEqual(peakMiddles(bytes, size), middlesByPixels(bytes, size));
      }),
      { numRuns: 300 },
    );
  });

  test("has the groups of a fill by pixels where the blocks of an image are joined", () => {
    for (const [width, height, most] of [
      [1300, 260, 60],
      [260, 1300, 200],
      [700, 700, 400],
    ] as const) {
      const bytes = rectangles(new Random(width), { width, height }, 60, most);
      const found = peakMiddles(bytes, { width, height });
      assert.ok(found.length > 1);
      assert.deepEqual(found, middlesByPixels(bytes, { width, height }));
    }
  });

  test("joins two arms where a row below connects them, and keeps one that a row without peaks cuts off", () => {
    const rows = ["9..9", "9..9", "9999", "....", "99.9", "..9."];
    const bytes = Uint8Array.from(rows.join(""), (mark) => (mark === "9" ? 9 : 0));
    assert.deepEqual(peakMiddles(bytes, { width: 4, height: 6 }), [
      { x: 1, y: 1 },
      { x: 1, y: 4 },
    ]);
  });
});
