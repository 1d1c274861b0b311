// Parity of semantic localization with NumPy, SciPy and OpenCV.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Random } from "../../../src/lib/base/random.js";
import type { Raster } from "../../../src/lib/data/images/resizeLikePillow.js";
import { judgeMap, type Point } from "../../../src/lib/localization/index.js";
import { polygonMask } from "../../../src/lib/localization/indicators/polygonMask.js";
import { filtered } from "../../../src/lib/localization/maps/filter.js";
import { meanSurface, pixelsOf, scaledSurface } from "../../../src/lib/localization/maps/surface.js";
import {
  fineTiles,
  releasedCoarseGrid,
  releasedDiagonalGrids,
} from "../../../src/lib/localization/tiles/grids.js";
import { throughJpeg } from "../../../src/lib/localization/tiles/readTiles.js";
import { resizeCubic } from "../../../src/lib/localization/tiles/resizeCubic.js";
import type { Tile } from "../../../src/lib/localization/tiles/tile.js";
import { noOpenCv, runSelo } from "../../support/selo.js";

/** A picture with smooth and with sharp parts. */
function picture(width: number, height: number, seed: number) {
  const random = new Random(seed);
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const wave = 90 * Math.sin(x / 17 + seed) * Math.cos(y / 23) + 40 * (((x >> 4) + (y >> 5)) % 2);
    return Math.max(0, Math.min(255, 110 + wave + 50 * random.next() + 10 * (i % 3)));
  });
  return { data, width, height };
}

function cropped({ data, width: columns }: Raster, { left, top, width, height }: Tile): Raster {
  const rows = Array.from({ length: height }, (_, y) => {
    const start = ((top + y) * columns + left) * 3;
    return data.subarray(start, start + width * 3);
  });
  return { data: new Uint8Array(Buffer.concat(rows)), width, height };
}

const boxOf = ({ left, top, width, height }: Tile) => [left, top, width, height];
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0);
const shareOther = (a: Uint8Array, b: Uint8Array) => a.filter((value, k) => value !== b[k]).length / a.length;

describe("tiles", { skip: noOpenCv }, () => {
  for (const [width, height, steps] of [
    [300, 210, [64, 128, 192]],
    [150, 131, [48, 96, 160]],
    [90, 70, [256]],
  ] as const) {
    test(`of ${width} × ${height} pixels at ${steps} are the rectangles and bytes of NumPy and OpenCV`, async () => {
      const image = picture(width, height, 3);
      const size = 64;
      const task = { height, width, steps, size, image: "image" };
      const result = await runSelo<{ boxes: number[][] }>("tiles", task, { image: image.data });
      const tiles = releasedDiagonalGrids(image, steps);
      // The reference may list a rectangle twice that has two negative starts.
      assert.deepEqual(tiles.map(boxOf), result.printed.boxes);
      const [resized, saved] = [result.bytes("tiles"), result.bytes("jpeg")];
      const bytes = size * size * 3;
      for (const [i, tile] of tiles.entries()) {
        const square = resizeCubic(cropped(image, tile), { width: size, height: size }).data;
        const theirs = resized.subarray(i * bytes, (i + 1) * bytes);
        // Halves are rounded either way, because OpenCV adds in float32.
        assert.ok(largest(square, theirs) <= 1 && shareOther(square, theirs) < 1e-3, `tile ${boxOf(tile)}`);
        assert.deepEqual(
          await throughJpeg(theirs, size),
          saved.subarray(i * bytes, (i + 1) * bytes),
          `JPEG of tile ${boxOf(tile)}`,
        );
      }
    });
  }
});

describe("maps", { skip: noOpenCv }, () => {
  const scoresOf = (tiles: readonly Tile[], seed: number) => {
    const random = new Random(seed);
    return tiles.map(() => Math.fround(random.between(-0.01, 0.03)));
  };
  const compare = async (image: { width: number; height: number }, tiles: readonly Tile[], seed: number) => {
    const scores = scoresOf(tiles, seed);
    const result = await runSelo("maps", { ...image, boxes: tiles.map(boxOf), scores });
    const { surface } = scaledSurface(meanSurface(image, tiles, scores), 0);
    const raw = result.bytes("raw");
    assert.ok(largest(pixelsOf(surface), new Float32Array(raw.buffer)) < 1e-6);
    assert.deepEqual(filtered(surface, "none", 1), result.bytes("gray"));
    assert.deepEqual(filtered(surface, "median", 251), result.bytes("median"));
    assert.deepEqual(filtered(surface, "gaussian", 255), result.bytes("gaussian"));
  };

  for (const seed of [1, 2, 3]) {
    test(`of v1 equal NumPy's means and OpenCV's filters, seed ${seed}`, async () => {
      const image = { width: 560 + 40 * seed, height: 500 };
      await compare(image, releasedDiagonalGrids(image, [256, 384]), seed);
    });
    test(`of v2 equal them with unexplored pixels at 0, seed ${seed}`, async () => {
      const image = { width: 700, height: 600 };
      const chosen = [releasedCoarseGrid(image)[seed]!];
      await compare(image, [...chosen, ...fineTiles(image, chosen[0]!)], seed);
    });
  }
});

/** Draws polygons of AIR-SLT's shapes: 4 to 17 corners around a place, some of them repeated. */
function polygons(random: Random, size: { width: number; height: number }, leaves: boolean): Point[][] {
  const margin = leaves ? 60 : -5;
  return Array.from({ length: random.integer(1, 8) }, () => {
    const [x, y] = [
      random.between(-margin, size.width + margin),
      random.between(-margin, size.height + margin),
    ];
    const radius = random.between(3, Math.min(size.width, size.height) / 3);
    const corners = Array.from({ length: random.integer(3, 17) }, (_, i): Point => {
      const angle = (i + random.next()) * 0.7;
      const distance = radius * random.between(0.4, 1);
      const at: Point = [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
      return leaves
        ? at
        : [Math.max(0, Math.min(size.width - 1, at[0])), Math.max(0, Math.min(size.height - 1, at[1]))];
    });
    return random.chance(0.3) ? [...corners, corners[0]!, corners[1]!] : corners;
  });
}

describe("polygonMask", { skip: noOpenCv }, () => {
  for (const leaves of [false, true]) {
    test(`fills the pixels that OpenCV fills${leaves ? ", also of polygons that leave the image" : ""}`, async () => {
      const random = new Random(leaves ? 8 : 7);
      const size = { width: 160, height: 120 };
      const cases = Array.from({ length: 200 }, () => polygons(random, size, leaves));
      const masks = (await runSelo("masks", { ...size, cases })).bytes("masks");
      const pixels = size.width * size.height;
      const others = cases.map((one, i) => {
        const theirs = masks.subarray(i * pixels, (i + 1) * pixels);
        return polygonMask(one, size).filter((value, k) => value !== theirs[k]).length;
      });
      assert.deepEqual(
        others.filter((count) => count > 0),
        [],
      );
    });
  }
});

/** Draws a map of some soft spots, of plateaus and of noise. */
function grayMap(random: Random, width: number, height: number): Uint8Array {
  const spots = Array.from({ length: random.integer(0, 6) }, () => ({
    x: random.between(0, width),
    y: random.between(0, height),
    radius: random.between(20, 200),
    high: random.between(80, 400),
  }));
  const step = random.pick([1, 1, 64]);
  return Uint8Array.from({ length: width * height }, (_, k) => {
    const [x, y] = [k % width, Math.floor(k / width)];
    const value = spots.reduce(
      (sum, spot) => sum + spot.high * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.radius ** 2),
      random.next() * 9,
    );
    return Math.min(255, Math.floor(value / step) * step);
  });
}

test("judgeMap has the indicators, areas and centers of SciPy and OpenCV on 40 maps", {
  skip: noOpenCv,
}, async () => {
  const random = new Random(5);
  const cases = Array.from({ length: 40 }, (_, i) => {
    // Most are small. Some are large enough for several attention centers.
    const [width, height] =
      i % 8 === 0
        ? [random.integer(1000, 1300), random.integer(600, 900)]
        : [random.integer(40, 400), random.integer(40, 300)];
    const map = grayMap(random, width, height);
    return { map, width, height, polygons: polygons(random, { width, height }, i % 3 === 0) };
  }).filter((one) => polygonMask(one.polygons, one).includes(1));
  const files = Object.fromEntries(cases.map(({ map }, i) => [`map${i}`, map]));
  const task = cases.map((one, i) => ({
    map: `map${i}`,
    shape: [one.height, one.width],
    polygons: one.polygons,
  }));
  interface Theirs {
    readonly rsu: number;
    readonly ras: number;
    readonly rda: number;
    readonly rmi: number;
    readonly area: number;
    readonly centers: [number, number][];
  }
  const { printed } = await runSelo<{ cases: Theirs[] }>("indicators", { cases: task }, files);
  let several = 0;
  for (const [i, one] of cases.entries()) {
    const ours = judgeMap({ gray: one.map, width: one.width, height: one.height }, one.polygons);
    const theirs = printed.cases[i]!;
    assert.deepEqual(
      ours.centers.map(({ x, y }) => [x, y]).sort(),
      theirs.centers.sort(),
      `centers of map ${i}, ${one.width} × ${one.height}`,
    );
    assert.equal(ours.area, theirs.area);
    for (const name of ["rsu", "ras", "rda", "rmi"] as const) {
      assert.ok(
        Math.abs(ours[name] - theirs[name]) < 1e-6,
        `${name} of map ${i}: ${ours[name]}, ${theirs[name]}`,
      );
    }
    if (ours.centers.length > 1) several += 1;
  }
  assert.ok(cases.length >= 38 && several >= 2, `${cases.length} maps, ${several} with several centers`);
});
