import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { filtered } from "../../../../src/lib/localization/maps/filter.js";
import { gaussianWeights, mirrored } from "../../../../src/lib/localization/maps/gaussian.js";
import {
  meanSurface,
  pixelsOf,
  scaledSurface,
  surfaceOfCells,
} from "../../../../src/lib/localization/maps/surface.js";
import type { Tile } from "../../../../src/lib/localization/tiles/tile.js";

const image = { width: 37, height: 29 };
const tile = fc
  .tuple(fc.nat(36), fc.nat(28), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([left, top, width, height]) => ({
    left,
    top,
    width: Math.min(width, image.width - left),
    height: Math.min(height, image.height - top),
  }));
const scored = fc.array(fc.tuple(tile, fc.float({ min: -1, max: 1, noNaN: true })), {
  minLength: 1,
  maxLength: 9,
});

function meansByPixel(tiles: readonly Tile[], scores: readonly number[]): number[] {
  return Array.from({ length: image.width * image.height }, (_, k) => {
    const [x, y] = [k % image.width, Math.floor(k / image.width)];
    const over = [...tiles.keys()].filter((i) => {
      const { left, top, width, height } = tiles[i]!;
      return x >= left && x < left + width && y >= top && y < top + height;
    });
    return over.reduce((sum, i) => sum + scores[i]!, 0) / over.length;
  });
}

describe("meanSurface", () => {
  test("has the mean score of the tiles over each pixel, and NaN under none", () => {
    fc.assert(
      fc.property(scored, (pairs) => {
        const [tiles, scores] = [pairs.map(([one]) => one), pairs.map(([, score]) => score)];
        const surface = meanSurface(image, tiles, scores);
        assert.deepEqual([...pixelsOf(surface)], meansByPixel(tiles, scores).map(Math.fround));
      }),
      { numRuns: 50 },
    );
  });

  test("has the value of the pixel at the center of each cell", () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 2, max: 9 }), (pairs, cellSize) => {
        const surface = meanSurface(
          image,
          pairs.map(([one]) => one),
          pairs.map(([, score]) => score),
        );
        const pixels = pixelsOf(surface);
        const cells = surfaceOfCells(surface, cellSize);
        const values = pixelsOf(cells);
        for (let row = 0; row < cells.height; row++) {
          for (let column = 0; column < cells.width; column++) {
            const x = Math.min(image.width - 1, Math.floor((column + 0.5) * cellSize));
            const y = Math.min(image.height - 1, Math.floor((row + 0.5) * cellSize));
            assert.equal(values[row * cells.width + column], pixels[y * image.width + x]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("scaledSurface", () => {
  const whole = { left: 0, top: 0, ...image };
  const part = { left: 0, top: 0, width: 10, height: 10 };

  test("is 0 everywhere where nothing stands out", () => {
    const flat = scaledSurface(meanSurface(image, [whole, part], [0.3, 0.3]));
    assert.ok(flat.surface.values.every((value) => value === 0));
    assert.deepEqual(flat.range, { low: 0.3, high: 0.3 });
  });

  test("is 0 where no tile is, and scaled over the others", () => {
    const corner = { left: 0, top: 0, width: 5, height: 5 };
    const { surface, range } = scaledSurface(meanSurface(image, [part, corner], [0.2, 0.6]));
    const pixels = pixelsOf(surface);
    assert.deepEqual([pixels[0], pixels[7], pixels[20]], [1, 0, 0]);
    assert.ok(Math.abs(range.high - 0.4) < 1e-12 && range.low === 0.2);
  });

  test("compares the score of unexplored pixels with those of tiles, as released", () => {
    const pixels = pixelsOf(scaledSurface(meanSurface(image, [part], [-0.5]), 0).surface);
    assert.deepEqual([pixels[0], pixels[20]], [0, 1]);
  });
});

/** A surface of random levels whose pixels are rectangles of 1 to some pixels. */
const levels = fc.tuple(scored, fc.constantFrom(...[1, 2, 3, 5, 8, 30, 60])).map(([pairs, radius]) => ({
  surface: scaledSurface(
    meanSurface(
      image,
      pairs.map(([one]) => one),
      pairs.map(([, score]) => score),
    ),
  ).surface,
  radius,
}));

describe("filtered", () => {
  test("cuts scores to 256 levels without a filter", () => {
    fc.assert(
      fc.property(levels, ({ surface }) => {
        const bytes = filtered(surface, "none", 9);
        const pixels = surface.values.map((value) => Math.floor(value * 255));
        assert.deepEqual(bytes, Uint8Array.from(pixelsOf({ ...surface, values: pixels })));
      }),
      { numRuns: 20 },
    );
  });

  test("takes the middle of each window by the median, as sorting does", () => {
    fc.assert(
      fc.property(levels, ({ surface, radius }) => {
        const bytes = filtered(surface, "none", 1);
        const median = filtered(surface, "median", 2 * radius + 1);
        const clamp = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
        for (const k of [0, 1, 36, 37, 400, 555, 1000, 1072]) {
          const [x, y] = [k % image.width, Math.floor(k / image.width)];
          const window: number[] = [];
          for (let dy = -radius; dy <= radius; dy++) {
            for (let dx = -radius; dx <= radius; dx++) {
              window.push(bytes[clamp(y + dy, image.height) * image.width + clamp(x + dx, image.width)]!);
            }
          }
          window.sort((a, b) => a - b);
          assert.equal(median[k], window[(window.length - 1) / 2]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("weighs each window by the Gaussian, as adding pixel by pixel does", () => {
    fc.assert(
      fc.property(levels, ({ surface, radius }) => {
        const bytes = filtered(surface, "none", 1);
        const blurred = filtered(surface, "gaussian", 2 * radius + 1);
        const weights = gaussianWeights(2 * radius + 1);
        for (const k of [0, 36, 400, 1000, 1072]) {
          const [x, y] = [k % image.width, Math.floor(k / image.width)];
          let sum = 0;
          for (let dy = -radius; dy <= radius; dy++) {
            const row = mirrored(y + dy, image.height) * image.width;
            for (let dx = -radius; dx <= radius; dx++) {
              const weight = weights[dy + radius]! * weights[dx + radius]!;
              sum += weight * bytes[row + mirrored(x + dx, image.width)]!;
            }
          }
          assert.equal(blurred[k], Math.round(sum / 65_536));
        }
      }),
      { numRuns: 20 },
    );
  });
});
