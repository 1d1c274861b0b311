import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { judgeMap, type Point } from "../../../../src/lib/localization/index.js";

/** Draws a map with bright disks. */
function disks(width: number, height: number, centers: readonly Point[], radius = 60): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, k) => {
    const [x, y] = [k % width, Math.floor(k / width)];
    const near = Math.min(...centers.map(([u, v]) => Math.hypot(x - u, y - v)), Number.POSITIVE_INFINITY);
    return near <= radius ? 255 : 0;
  });
}

const square = (x: number, y: number, half: number): Point[] => [
  [x - half, y - half],
  [x + half, y - half],
  [x + half, y + half],
  [x - half, y + half],
];

describe("judgeMap", () => {
  test("is best for a map that is bright in the region alone", () => {
    const gray = disks(400, 400, [[200, 200]]);
    const found = judgeMap({ width: 400, height: 400, gray }, [square(200, 200, 70)]);
    assert.ok(found.rsu > 0.99 && found.ras < 0.02 && found.rda === 1 && found.rmi > 0.98);
    assert.deepEqual(
      found.centers.map(({ value }) => value),
      [1],
    );
    assert.equal(found.area, 141 ** 2);
    assert.equal(found.total, found.inside);
    const [region] = found.regions;
    assert.deepEqual(region!.center, [200, 200]);
    assert.equal(region!.radius, Math.floor(1.5 * 70 * Math.SQRT2));
    assert.deepEqual(region!.inside, [0]);
  });

  test("is worst for a map that is bright elsewhere", () => {
    const gray = disks(400, 400, [[330, 330]], 30);
    const { rsu, ras, rda, rmi } = judgeMap({ width: 400, height: 400, gray }, [square(80, 80, 30)]);
    assert.deepEqual([rsu, ras, rda, rmi], [0, 1, 0, 0]);
  });

  test("finds no center in a black map", () => {
    const gray = new Uint8Array(100 * 80);
    const found = judgeMap({ width: 100, height: 80, gray }, [square(40, 40, 10)]);
    assert.deepEqual([found.rsu, found.ras, found.rda, found.centers.length], [0, 1, 0, 0]);
  });

  test("gives a region with two centers at most 0.64, and less when they are apart", () => {
    const gray = disks(1400, 300, [
      [100, 150],
      [1200, 150],
    ]);
    const found = judgeMap({ width: 1400, height: 300, gray }, [square(650, 150, 600)]);
    assert.deepEqual(found.regions[0]!.inside, [0, 1]);
    assert.ok(found.rda > 0 && found.rda < 0.64);
    const { radius } = found.regions[0]!;
    assert.ok(Math.abs(found.rda - (0.5 * (1 - 550 / radius) + Math.exp(-2))) < 1e-3);
  });

  test("is defined for a region without an extent, and for one outside of the image", () => {
    const gray = disks(300, 300, [[150, 150]]);
    const map = { width: 300, height: 300, gray };
    const point = judgeMap(map, [
      [
        [10, 10],
        [10, 10],
        [10, 10],
      ],
    ]);
    assert.deepEqual([point.regions[0]!.radius, point.regions[0]!.shift, point.ras, point.rda], [0, 1, 1, 0]);
    const { x, y } = point.centers[0]!;
    const hit = judgeMap(map, [
      [
        [x, y],
        [x, y],
        [x, y],
      ],
    ]);
    assert.deepEqual([hit.regions[0]!.shift, hit.ras, hit.rda], [0, 0, 1]);
    const outside = judgeMap(map, [square(900, 900, 20)]);
    assert.deepEqual([outside.area, outside.rsu, outside.ras, outside.rda], [0, 0, 1, 0]);
    const all = judgeMap(map, [square(150, 150, 400)]);
    assert.deepEqual([all.area, all.rsu], [90_000, 0]);
  });

  test("counts a repeated corner as often as it is listed", () => {
    const gray = disks(300, 300, [[150, 150]]);
    const corners = square(150, 150, 40);
    const [once, twice] = [corners, [...corners, corners[0]!, corners[0]!]].map(
      (polygon) => judgeMap({ width: 300, height: 300, gray }, [polygon]).regions[0]!,
    );
    assert.deepEqual(once!.center, [150, 150]);
    assert.deepEqual(twice!.center, [136, 136]);
  });

  test("has indicators in 0…1 for any map and any polygons", () => {
    const point = fc.tuple(fc.integer({ min: -40, max: 120 }), fc.integer({ min: -40, max: 120 }));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 60 * 50, maxLength: 60 * 50 }),
        fc.array(fc.array(point, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        (gray, polygons) => {
          const { rsu, ras, rda, rmi } = judgeMap({ width: 60, height: 50, gray }, polygons);
          for (const value of [rsu, ras, rda, rmi]) assert.ok(value >= 0 && value <= 1, `${value}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("refuses a map of another size and a list without regions", () => {
    const map = { width: 10, height: 10, gray: new Uint8Array(99) };
    assert.throws(
      () => judgeMap(map, [square(4, 4, 2)]),
      /^OptionError: map: expected 10 × 10 gray values, found 99; /,
    );
    assert.throws(() => judgeMap({ ...map, gray: new Uint8Array(100) }, []), OptionError);
  });
});
