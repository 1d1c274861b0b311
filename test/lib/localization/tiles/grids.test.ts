import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  coarseGrid,
  diagonalGrids,
  evenGrids,
  fineTiles,
  releasedCoarseGrid,
  releasedDiagonalGrids,
} from "../../../../src/lib/localization/tiles/grids.js";
import { intersectionOverUnion, type Tile, tileKey } from "../../../../src/lib/localization/tiles/tile.js";

const length = fc.integer({ min: 40, max: 900 });
const sizes = fc.uniqueArray(fc.integer({ min: 32, max: 600 }), { minLength: 1, maxLength: 3 });

const isInside = (image: { width: number; height: number }) => (tile: Tile) =>
  tile.left >= 0 &&
  tile.top >= 0 &&
  tile.width >= 1 &&
  tile.height >= 1 &&
  tile.left + tile.width <= image.width &&
  tile.top + tile.height <= image.height;

/** Reports whether tiles cover each pixel of a border and a diagonal, which is enough for tiles in rows and columns. */
function cover(tiles: readonly Tile[], image: { width: number; height: number }): boolean {
  const longer = Math.max(image.width, image.height);
  return Array.from({ length: longer }, (_, i) => {
    const x = Math.floor((i * image.width) / longer);
    const y = Math.floor((i * image.height) / longer);
    return [
      [x, y],
      [x, 0],
      [0, y],
      [x, image.height - 1],
      [image.width - 1, y],
    ] as const;
  })
    .flat()
    .every(([x, y]) =>
      tiles.some((t) => x >= t.left && x < t.left + t.width && y >= t.top && y < t.top + t.height),
    );
}

describe("evenGrids", () => {
  test("lists tiles that cover every pixel at every size, and overlap as much as was asked", () => {
    fc.assert(
      fc.property(length, length, sizes, fc.constantFrom(0, 0.25, 0.5), (width, height, wanted, overlap) => {
        const tiles = evenGrids({ width, height }, wanted, overlap);
        assert.ok(tiles.every(isInside({ width, height })));
        for (const size of wanted.map((one) => Math.min(one, width))) {
          const row = tiles.filter((tile) => tile.width === size && tile.top === 0);
          assert.equal(row[0]!.left, 0);
          assert.equal(Math.max(...row.map((tile) => tile.left + tile.width)), width);
          const lefts = [...new Set(row.map(({ left }) => left))];
          if (wanted.filter((one) => Math.min(one, width) === size).length > 1) continue;
          for (let i = 1; i < lefts.length; i++) {
            assert.ok(lefts[i]! - lefts[i - 1]! <= size * (1 - overlap) + 1);
          }
        }
      }),
    );
  });

  test("looks once at the whole of an image that is smaller than a tile", () => {
    assert.deepEqual(evenGrids({ width: 200, height: 180 }, [256, 512], 0.5), [
      { left: 0, top: 0, width: 200, height: 180 },
    ]);
  });
});

describe("diagonalGrids", () => {
  test("lists the 127 + 31 + 17 tiles of an image of 2000 × 2000 pixels", () => {
    const image = { width: 2000, height: 2000 };
    const tiles = diagonalGrids(image, [256, 512, 768]);
    const counts = [256, 512, 768].map((size) => tiles.filter(({ width }) => width === size).length);
    assert.deepEqual(counts, [127, 31, 17]);
    assert.deepEqual(tiles, releasedDiagonalGrids(image, [256, 512, 768]));
    assert.equal(releasedCoarseGrid(image).length, 16);
  });

  test("covers every pixel of every image, with different tiles inside of it", () => {
    const side = fc.integer({ min: 1, max: 1500 });
    fc.assert(
      fc.property(side, side, sizes, (width, height, steps) => {
        const image = { width, height };
        for (const tiles of [diagonalGrids(image, steps), coarseGrid(image)]) {
          assert.ok(tiles.every(isInside(image)));
          assert.equal(new Set(tiles.map(tileKey)).size, tiles.length);
          assert.ok(cover(tiles, image));
        }
      }),
    );
  });

  test("looks at an image of 1 × 5000 pixels in a few tiles", () => {
    assert.equal(diagonalGrids({ width: 5000, height: 1 }, [256, 512, 768]).length, 20 + 19 + 10 + 9 + 7 + 6);
  });

  test("cuts the wrong end of an image that is smaller than a step when it does as released", () => {
    assert.deepEqual(releasedDiagonalGrids({ width: 700, height: 600 }, [768]), [
      { left: 632, top: 432, width: 68, height: 168 },
    ]);
    assert.deepEqual(releasedDiagonalGrids({ width: 200, height: 180 }, [256]), [
      { left: 144, top: 104, width: 56, height: 76 },
    ]);
    assert.deepEqual(releasedDiagonalGrids({ width: 200, height: 180 }, [768]), [
      { left: 0, top: 0, width: 200, height: 180 },
    ]);
  });
});

describe("fineTiles", () => {
  test("are two squares around nine points, moved inward at the upper left and cut at the lower right", () => {
    const image = { width: 512, height: 600 };
    const tiles = fineTiles(image, { left: 0, top: 88, width: 512, height: 512 });
    assert.equal(tiles.length, 18);
    assert.deepEqual(tiles[0], { left: 0, top: 24, width: 128, height: 128 });
    assert.deepEqual(tiles[1], { left: 0, top: 0, width: 256, height: 256 });
    assert.deepEqual(
      tiles.find(({ left, top }) => left === 448 && top === 536),
      {
        left: 448,
        top: 536,
        width: 64,
        height: 64,
      },
    );
    assert.deepEqual(tiles.at(-1), { left: 128, top: 216, width: 256, height: 256 });
    assert.ok(tiles.every(isInside(image)));
  });
});

test("intersectionOverUnion is the share of the common area", () => {
  const tile = { left: 0, top: 0, width: 10, height: 10 };
  assert.equal(intersectionOverUnion(tile, tile), 1);
  assert.equal(intersectionOverUnion(tile, { ...tile, left: 10 }), 0);
  assert.equal(intersectionOverUnion(tile, { ...tile, left: 5 }), 50 / 150);
  assert.equal(intersectionOverUnion(tile, { ...tile, height: 5 }), 0.5);
});
