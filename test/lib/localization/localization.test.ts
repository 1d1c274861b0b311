import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { createModel, OptionError, ready, TiledImage, Vocabulary } from "../../../src/lib/index.js";
import { medianFiltered } from "../../../src/lib/localization/medianFilter.js";
import { scoreMapOf } from "../../../src/lib/localization/scoreMap.js";
import { intersectionOverUnion, tilesOf } from "../../../src/lib/localization/tiles.js";
import { modelConfigs } from "../../support/models.js";

const length = fc.integer({ min: 40, max: 900 });
const sizes = fc.uniqueArray(fc.integer({ min: 32, max: 600 }), { minLength: 1, maxLength: 3 });

describe("the tiles of an image", () => {
  test("lie inside of it, cover every pixel at every size, and overlap as much as was asked", () => {
    fc.assert(
      fc.property(length, length, sizes, fc.constantFrom(0, 0.25, 0.5), (width, height, wanted, overlap) => {
        const tiles = tilesOf(width, height, wanted, overlap);
        for (const size of new Set(tiles.map((tile) => tile.size))) {
          const row = tiles.filter((tile) => tile.size === size && tile.top === 0);
          assert.equal(row[0]!.left, 0);
          assert.equal(row.at(-1)!.left + size, width);
          for (let i = 1; i < row.length; i++) {
            assert.ok(row[i]!.left - row[i - 1]!.left <= size * (1 - overlap) + 1);
          }
        }
        assert.ok(tiles.every(({ top, size }) => top >= 0 && top + size <= height));
      }),
    );
  });

  test("an image smaller than a tile is looked at whole, once", () => {
    assert.deepEqual(tilesOf(200, 200, [256, 512], 0.5), [{ left: 0, top: 0, size: 200 }]);
  });

  test("share what intersection over union says", () => {
    const tile = { left: 0, top: 0, size: 10 };
    assert.equal(intersectionOverUnion(tile, tile), 1);
    assert.equal(intersectionOverUnion(tile, { left: 10, top: 0, size: 10 }), 0);
    assert.equal(intersectionOverUnion(tile, { left: 5, top: 0, size: 10 }), 50 / 150);
  });
});

describe("the heat of an image", () => {
  test("is the mean score of the tiles over each cell, scaled to 0…1, as adding them one by one gives", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.constantFrom(4, 8, 16), (seed, cellSize) => {
        const image = { width: 130, height: 96 };
        const tiles = tilesOf(image.width, image.height, [32, 64], 0.5);
        const scores = Float32Array.from(tiles, (_, i) => Math.sin(seed * (i + 1)));
        const heat = scoreMapOf(image, tiles, scores, cellSize);
        const means = Array.from({ length: heat.width * heat.height }, (_, k) => {
          const x = ((k % heat.width) + 0.5) * cellSize;
          const y = (Math.floor(k / heat.width) + 0.5) * cellSize;
          const over = [...tiles.keys()].filter((i) => {
            const { left, top, size } = tiles[i]!;
            return x >= left && x < left + size && y >= top && y < top + size;
          });
          return over.reduce((sum, i) => sum + scores[i]!, 0) / Math.max(1, over.length);
        });
        const [low, high] = [Math.min(...means), Math.max(...means)];
        for (const [k, mean] of means.entries()) {
          assert.ok(Math.abs(heat.values[k]! - (mean - low) / (high - low)) < 1e-5);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("is zero where nothing stands out", () => {
    const tiles = tilesOf(64, 64, [32], 0.5);
    const { values } = scoreMapOf(
      { width: 64, height: 64 },
      tiles,
      new Float32Array(tiles.length).fill(0.3),
      8,
    );
    assert.ok(values.every((value) => value === 0));
  });
});

test("the median filter gives the middle of each window, as sorting it does", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 6 }),
      (width, height, radius) => {
        const values = Float32Array.from(
          { length: width * height },
          (_, k) => ((k * 7919 + radius) % 1024) / 1023,
        );
        const filtered = medianFiltered({ width, height, cellSize: 8, values }, radius).values;
        const clamp = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const window: number[] = [];
            for (let dy = -radius; dy <= radius; dy++) {
              for (let dx = -radius; dx <= radius; dx++) {
                window.push(values[clamp(y + dy, height) * width + clamp(x + dx, width)]!);
              }
            }
            window.sort((a, b) => a - b);
            assert.ok(Math.abs(filtered[y * width + x]! - window[(window.length - 1) / 2]!) < 1e-6);
          }
        }
      },
    ),
    { numRuns: 30 },
  );
});

describe("a scene", () => {
  test("is encoded once and tells for each sentence where it is and which places are best", async () => {
    await ready();
    const folder = mkdtempSync(join(tmpdir(), "scene-"));
    try {
      const path = join(folder, "large.png");
      const square = await sharp({ create: { width: 120, height: 120, channels: 3, background: "#fff" } })
        .png()
        .toBuffer();
      await sharp({ create: { width: 500, height: 300, channels: 3, background: "#2d6a4f" } })
        .composite([{ input: square, left: 340, top: 40 }])
        .png()
        .toFile(path);
      const vocabulary = Vocabulary.build(["a white square in a green forest"]);
      const model = createModel(modelConfigs["lesson/small"], { vocabulary, seed: 1 });
      const told: number[] = [];
      const scene = await TiledImage.open(model, path, {
        tileSizes: [100, 200],
        onProgress: (done) => told.push(done),
      });
      assert.equal(told.at(-1), scene.tiles.length);
      const heat = await scene.locate("white square");
      assert.deepEqual([heat.width, heat.height], [63, 38]);
      assert.ok(heat.values.every((value) => value >= 0 && value <= 1));
      assert.ok(heat.best.length > 1);
      for (const [i, place] of heat.best.entries()) {
        assert.ok(place.left + place.size <= 500 && place.top + place.size <= 300);
        if (i > 0) assert.ok(place.score <= heat.best[i - 1]!.score);
      }
      // The square is the one thing that differs, so the scores differ there: the map is not flat.
      assert.ok(heat.values.some((value) => value > 0.9) && heat.values.some((value) => value < 0.1));
      await assert.rejects(scene.locate("xyzzy"), OptionError);
      await assert.rejects(
        TiledImage.open(model, path, { overlap: 1 }),
        /overlap: expected a share of 0…0\.9, found 1/,
      );
      scene.dispose();
      model.dispose();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
