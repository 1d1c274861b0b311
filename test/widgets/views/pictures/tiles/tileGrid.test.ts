import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { RecentCache } from "../../../../../src/widgets/views/pictures/tiles/recentCache.js";
import {
  coarsestLevel,
  isTileOf,
  levelFor,
  overviewSide,
  tileSide,
  tilesIn,
  windowOf,
} from "../../../../../src/widgets/views/pictures/tiles/tileGrid.js";

const side = fc.integer({ min: 1, max: 40_000 });

describe("the tiles of a large image", () => {
  test("of each level cover the visible part once, and belong to the image", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, share, share, share, (width, height, x, y, level) => {
        const image = { width, height };
        const most = coarsestLevel(image);
        if (most < 0) return;
        const chosen = Math.floor(level * (most + 0.99));
        const part = { left: x * (width - 1), top: y * (height - 1), width: 1, height: 1 };
        part.width = Math.min(width - part.left, 3000);
        part.height = Math.min(height - part.top, 2000);
        const tiles = tilesIn(image, part, chosen);
        assert.ok(tiles.every((tile) => isTileOf(image, tile)));
        const windows = tiles.map((tile) => windowOf(image, tile));
        for (const [px, py] of [
          [part.left, part.top],
          [part.left + part.width - 0.01, part.top + part.height - 0.01],
        ] as const) {
          const covering = windows.filter(
            ({ left, top, ...size }) =>
              px >= left && px < left + size.width && py >= top && py < top + size.height,
          );
          assert.equal(covering.length, 1);
        }
      }),
    );
  });

  test("are asked for only where the overview has too few pixels, with a pixel or more for each of the screen", () => {
    const image = { width: 10_000, height: 8000 };
    assert.equal(levelFor(image, overviewSide / 10_000), undefined);
    assert.equal(levelFor(image, 0.26), 1);
    assert.equal(levelFor(image, 0.6), 0);
    assert.equal(levelFor(image, 8), 0);
    assert.equal(coarsestLevel({ width: overviewSide, height: 10 }), -1);
    assert.equal(levelFor({ width: overviewSide, height: 10 }, 4), undefined);
    // The largest window of one tile is bounded, so that a tile of any image is read quickly.
    const huge = { width: 30_000, height: 30_000 };
    assert.ok(tileSide * 2 ** coarsestLevel(huge) <= (30_000 / overviewSide) * tileSide);
  });

  test("outside of the image are refused", () => {
    const image = { width: 5000, height: 3000 };
    for (const [level, column, row] of [
      [0, 10, 0],
      [0, 0, 6],
      [2, 0, 0],
      [-1, 0, 0],
      [0, -1, 0],
      [0, 0.5, 0],
    ] as const)
      assert.equal(isTileOf(image, { level, column, row }), false, `${level} ${column} ${row}`);
    assert.equal(isTileOf(image, { level: 1, column: 4, row: 2 }), true);
  });
});

describe("a cache of recent entries", () => {
  test("forgets the entries that were used least recently, and says so", () => {
    const forgotten: number[] = [];
    const cache = new RecentCache<number>(3, (value) => forgotten.push(value));
    for (const value of [1, 2, 3]) cache.set(String(value), value);
    assert.equal(cache.get("1"), 1);
    cache.set("4", 4);
    assert.deepEqual(forgotten, [2]);
    cache.set("heavy", 5, 10);
    assert.deepEqual([cache.get("heavy"), cache.has("1"), cache.has("4")], [5, false, false]);
    cache.clear();
    assert.deepEqual(forgotten.sort(), [1, 2, 3, 4, 5]);
  });
});
