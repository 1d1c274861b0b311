import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { readNpy } from "../../../../src/lib/base/npy.js";
import { Localization } from "../../../../src/lib/localization/maps/localization.js";
import { regionsToGeoJson } from "../../../../src/lib/localization/results/geoJson.js";
import { writeHeatMap, writeScoreMap } from "../../../../src/lib/localization/results/heatMap.js";
import { bestRegions } from "../../../../src/lib/localization/results/regions.js";
import { intersectionOverUnion } from "../../../../src/lib/localization/tiles/tile.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "results-"));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

/** Returns a map of bytes over an image. */
function localization(
  width: number,
  height: number,
  cellSize: number,
  byteAt: (x: number, y: number) => number,
) {
  const [columns, rows] = [Math.ceil(width / cellSize), Math.ceil(height / cellSize)];
  const bytes = Uint8Array.from({ length: columns * rows }, (_, i) =>
    byteAt(i % columns, Math.floor(i / columns)),
  );
  const surface = {
    width: columns,
    height: rows,
    xs: Int32Array.from({ length: columns + 1 }, (_, i) => i),
    ys: Int32Array.from({ length: rows + 1 }, (_, i) => i),
    values: Float64Array.from(bytes, (byte) => byte / 255),
  };
  return new Localization({
    image: { width, height },
    cellSize,
    surface,
    bytes,
    range: { low: 0, high: 1 },
    best: [],
    tiles: 1,
    seconds: { encoding: 0, comparing: 0, map: 0, filter: 0 },
  });
}

const inside = (x: number, y: number, left: number, top: number, width: number, height: number) =>
  x >= left && x < left + width && y >= top && y < top + height;

describe("bestRegions", () => {
  test("returns the parts above the threshold, best first, cut at the border", () => {
    const found = localization(100, 50, 8, (x, y) => {
      if (inside(x, y, 1, 1, 2, 3)) return 204;
      return inside(x, y, 10, 4, 3, 3) ? 255 : 10;
    });
    assert.deepEqual(bestRegions(found), [
      { left: 80, top: 32, width: 20, height: 18, score: 1, peak: 1, area: 360 },
      { left: 8, top: 8, width: 16, height: 24, score: 0.8, peak: 0.8, area: 384 },
    ]);
    assert.equal(bestRegions(found, { threshold: 0.9 }).length, 1);
    assert.equal(bestRegions(found, { most: 1 }).length, 1);
  });

  test("leaves out a region inside of the box of a better one", () => {
    // An L and a square in its corner.
    const found = localization(20, 20, 1, (x, y) => {
      if (inside(x, y, 0, 0, 3, 20) || inside(x, y, 0, 17, 20, 3)) return 250;
      return inside(x, y, 6, 2, 12, 12) ? 240 : 0;
    });
    assert.equal(bestRegions(found).length, 1);
    assert.equal(bestRegions(found, { overlap: 1 }).length, 2);
  });

  test("never returns overlapping boxes or values below the threshold", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 144, maxLength: 144 }),
        fc.integer({ min: 1, max: 10 }),
        (bytes, tenths) => {
          const found = localization(12, 12, 1, (x, y) => bytes[y * 12 + x]!);
          const regions = bestRegions(found, { threshold: tenths / 10 });
          for (const [i, region] of regions.entries()) {
            assert.ok(region.score >= tenths / 10 - 1e-9 && region.peak >= region.score - 1e-9);
            for (const other of regions.slice(i + 1)) assert.ok(intersectionOverUnion(region, other) < 0.1);
          }
          const highest = Math.max(...bytes) / 255;
          assert.equal(regions.length > 0, highest >= tenths / 10 - 1e-9);
        },
      ),
    );
  });

  test("names an option outside of its range", () => {
    const found = localization(4, 4, 1, () => 0);
    assert.throws(
      () => bestRegions(found, { threshold: 0 }),
      /threshold: expected a value above 0 and at most 1, found 0/,
    );
    assert.throws(() => bestRegions(found, { overlap: 2 }), /overlap: expected an IoU/);
    assert.throws(() => bestRegions(found, { most: 0.5 }), OptionError);
  });
});

const utm = { transform: [300000, 2, 0, 5000000, 0, -2] as const, epsg: 32648 };
const wkt =
  'PROJCS["own",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["latitude_of_center",10],PARAMETER["longitude_of_center",20],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]';

describe("regionsToGeoJson", () => {
  const region = { left: 100, top: 50, width: 40, height: 20, score: 0.9, peak: 1, area: 800 };

  test("has longitude and latitude as PROJ computes them, counterclockwise", { skip: noTorch }, async () => {
    for (const georeference of [
      utm,
      { transform: [2_000_000, 10, 0, 1_000_000, 0, -10] as const, epsg: 3857 },
      { transform: [103, 1e-5, 0, 1.3, 0, -1e-5] as const, epsg: 4326, geographic: true },
      { transform: [1000, 5, 1, 2000, 1, -5] as const, wkt },
    ]) {
      const found = [{ text: "a port", regions: [region] }];
      const { features, note, crs } = regionsToGeoJson(found, georeference, { wgs84: true });
      assert.equal(note, undefined);
      assert.equal(crs, undefined);
      const ring = features[0]!.geometry.coordinates[0]!;
      assert.deepEqual(ring[0], ring[4]);
      const area = ring
        .slice(0, 4)
        .reduce((sum, [x, y], i) => sum + x * ring[i + 1]![1] - ring[i + 1]![0] * y, 0);
      assert.ok(area > 0);
      const corners = [
        [100, 50],
        [100, 70],
        [140, 70],
        [140, 50],
      ];
      const script =
        "import sys, json; from rasterio.warp import transform; from rasterio.crs import CRS; from rasterio.transform import Affine; " +
        "g, c = json.loads(sys.argv[1]), json.loads(sys.argv[2]); t = Affine.from_gdal(*g['transform']); " +
        "p = [t * tuple(q) for q in c]; " +
        "crs = CRS.from_epsg(g['epsg']) if 'epsg' in g else CRS.from_wkt(g['wkt']); " +
        "print(json.dumps(list(zip(*transform(crs, CRS.from_epsg(4326), [x for x, _ in p], [y for _, y in p])))))";
      const printed = await runTorch("-c", [script, JSON.stringify(georeference), JSON.stringify(corners)]);
      const expected = JSON.parse(printed.trim().split("\n").at(-1)!) as [number, number][];
      for (const [x, y] of expected)
        assert.ok(
          ring.some(
            ([longitude, latitude]) => Math.abs(longitude - x) < 2e-7 && Math.abs(latitude - y) < 2e-7,
          ),
        );
    }
  });

  test("has the coordinates of the image's CRS, and names it unless it is WGS 84", () => {
    const found = [{ text: "a port", regions: [region] }];
    const inUtm = regionsToGeoJson(found, utm);
    assert.deepEqual(inUtm.crs!.properties, { name: "urn:ogc:def:crs:EPSG::32648" });
    assert.equal(inUtm.note, undefined);
    assert.deepEqual(inUtm.features[0]!.geometry.coordinates[0], [
      [300200, 4999900],
      [300200, 4999860],
      [300280, 4999860],
      [300280, 4999900],
      [300200, 4999900],
    ]);
    const degrees = regionsToGeoJson(found, {
      transform: [103, 1, 0, 1, 0, -1],
      epsg: 4326,
      geographic: true,
    });
    assert.deepEqual([degrees.crs, degrees.note], [undefined, undefined]);
    const withoutCode = regionsToGeoJson(found, { transform: [0, 1, 0, 0, 0, -1], wkt });
    assert.equal(withoutCode.crs, undefined);
    assert.match(withoutCode.note!, /the image's CRS, which the file does not name by a code/);
  });

  test("says that coordinates are those of an unknown CRS, or pixels", () => {
    const found = [{ text: "a port", regions: [region] }];
    const unknown = regionsToGeoJson(found, { ...utm, epsg: 2056 }, { wgs84: true });
    assert.deepEqual(unknown.crs!.properties, { name: "urn:ogc:def:crs:EPSG::2056" });
    assert.match(unknown.note!, /not WGS 84: proj4 does not know EPSG:2056/);
    assert.ok(unknown.features[0]!.geometry.coordinates[0]!.some(([x, y]) => x === 300200 && y === 4999900));
    const none = regionsToGeoJson([{ text: "a port", regions: [region] }], undefined);
    assert.match(none.note!, /no georeference, so the coordinates are pixels/);
    assert.ok(none.features[0]!.geometry.coordinates[0]!.some(([x, y]) => x === 140 && y === 70));
    const { text, rank } = none.features[0]!.properties;
    assert.deepEqual([text, rank], ["a port", 1]);
  });
});

/** Reads a picture with GDAL: size, transform, CRS, overviews and the first band. */
const readWithGdal = `
import sys, json, rasterio
with rasterio.open(sys.argv[1]) as image:
    print(json.dumps(dict(shape=image.shape, count=image.count, transform=list(image.transform.to_gdal()),
        epsg=image.crs.to_epsg() if image.crs else None, wkt=image.crs.to_wkt() if image.crs else None,
        overviews=image.overviews(1), tiled=image.profile.get("tiled"), band=image.read(1).ravel().tolist(),
        text=image.tags().get("TIFFTAG_IMAGEDESCRIPTION"))))
`;
const gdal = async (path: string) =>
  JSON.parse((await runTorch("-c", [readWithGdal, path])).trim().split("\n").at(-1)!) as Record<
    string,
    unknown
  >;

describe("writeHeatMap", { skip: noTorch }, () => {
  const found = localization(2105, 1203, 2, (x, y) => (x * 7 + y * 3) % 256);

  test("writes a Cloud-Optimized GeoTIFF that GDAL reads", async () => {
    const path = file("map.tif");
    const rotated = { ...utm, transform: [300000, 2, 0.5, 5000000, 0.25, -2] as const };
    for (const georeference of [utm, rotated, { ...utm, epsg: undefined, wkt }, undefined]) {
      await writeHeatMap(path, found, { georeference: georeference as never, text: "a port" });
      const read = await gdal(path);
      assert.deepEqual(read.shape, [602, 1053]);
      assert.deepEqual(read.overviews, [2, 4, 8]);
      assert.equal(read.tiled, true);
      assert.equal(read.text, "a port");
      assert.deepEqual(read.band, [...found.bytes]);
      if (!georeference) continue;
      const [left, width, rowRotation, top, columnRotation, height] = georeference.transform;
      assert.deepEqual(read.transform, [
        left,
        2 * width,
        2 * rowRotation,
        top,
        2 * columnRotation,
        2 * height,
      ]);
      if (georeference.epsg !== undefined) assert.equal(read.epsg, 32648);
      else assert.match(read.wkt as string, /Lambert_Azimuthal_Equal_Area/);
    }
  });

  test("has all directories in front of the pixels, and the coarse pixels in front of the fine ones", async () => {
    await writeHeatMap(file("order.tif"), found, { georeference: utm });
    const bytes = readFileSync(file("order.tif"));
    const directories: number[] = [];
    const firstTiles: number[] = [];
    for (let at = bytes.readUInt32LE(4); at !== 0; ) {
      directories.push(at);
      const count = bytes.readUInt16LE(at);
      for (let i = 0; i < count; i++) {
        const entry = at + 2 + 12 * i;
        if (bytes.readUInt16LE(entry) !== 324) continue;
        const value = bytes.readUInt32LE(entry + 8);
        firstTiles.push(bytes.readUInt32LE(entry + 4) === 1 ? value : bytes.readUInt32LE(value));
      }
      at = bytes.readUInt32LE(at + 2 + 12 * count);
    }
    assert.equal(directories[0], 8);
    assert.deepEqual(
      directories,
      directories.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      firstTiles,
      firstTiles.toSorted((a, b) => b - a),
    );
    assert.ok(Math.max(...directories) < Math.min(...firstTiles));
  });

  test("writes a PNG whose place GDAL reads from the files beside it", async () => {
    const files = await writeHeatMap(file("map.png"), found, { georeference: utm });
    assert.deepEqual(files, ["map.png", "map.pgw", "map.png.aux.xml"].map(file));
    const read = await gdal(file("map.png"));
    assert.deepEqual([read.count, read.epsg], [3, 32648]);
    assert.deepEqual(read.transform, [300000, 4, 0, 5000000, 0, -4]);
    assert.deepEqual(await writeHeatMap(file("plain.png"), found), [file("plain.png")]);
  });

  test("refuses another ending", async () => {
    await assert.rejects(
      writeHeatMap(file("map.jpg"), found),
      /expected a name that ends in \.png or \.tif, found/,
    );
  });
});

describe("writeScoreMap", () => {
  test("writes the map in the size of the image", async () => {
    const found = localization(21, 13, 4, (x, y) => 10 * x + y);
    for (const stage of ["raw", "filtered"] as const) {
      await writeScoreMap(file("map.npy"), found, stage);
      const { shape, values } = await readNpy(file("map.npy"));
      assert.deepEqual(shape, [13, 21]);
      for (let y = 0; y < 13; y++) {
        for (let x = 0; x < 21; x++)
          assert.equal(values[y * 21 + x], Math.fround((10 * (x >> 2) + (y >> 2)) / 255));
      }
    }
  });
});
