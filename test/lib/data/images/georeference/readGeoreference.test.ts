import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { crsToPixel, pixelToCrs } from "../../../../../src/lib/data/images/georeference/georeference.js";
import { openLargeImage } from "../../../../../src/lib/data/images/windows/openLargeImage.js";
import { noTorch, runTorch } from "../../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "georeference-"));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

/** Writes GeoTIFFs and prints the transform and the EPSG code that GDAL reads from each one. */
const withGdal = `
import sys, json, numpy as np, rasterio
from pathlib import Path
from rasterio.transform import Affine, GroundControlPoint
folder = Path(sys.argv[1])
found = {}
def write(name, crs="EPSG:32648", transform=Affine(2, 0, 300000, 0, -2, 5000000), gcps=None, **options):
    path = folder / name
    with rasterio.open(path, "w", driver="GTiff", width=12, height=8, count=3, dtype="uint8", crs=None if gcps else crs,
                       transform=None if gcps else transform, **options) as image:
        image.write(np.zeros((3, 8, 12), np.uint8))
        if gcps: image.gcps = gcps
        if "AREA_OR_POINT" in options: image.update_tags(AREA_OR_POINT=options["AREA_OR_POINT"])
    with rasterio.open(path) as image:
        found[name] = [list(image.transform.to_gdal()), image.crs.to_epsg() if image.crs else None]
write("utm.tif")
write("rotated.tif", transform=Affine(2, 0.5, 300000, -0.4, -2, 5000000))
write("degrees.tif", crs="EPSG:4326", transform=Affine(1e-5, 0, 103.8, 0, -1e-5, 1.3))
write("mercator.tif", crs="EPSG:3857", BIGTIFF="YES")
write("big.tif", ENDIANNESS="BIG", transform=Affine(2, 0.5, 300000, -0.4, -2, 5000000))
write("point.tif", AREA_OR_POINT="Point")
write("own.tif", crs="+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84")
write("gcps.tif", gcps=([GroundControlPoint(0, 0, 1, 1), GroundControlPoint(0, 9, 2, 1), GroundControlPoint(7, 0, 1, 2)], "EPSG:4326"))
print(json.dumps(found))
`;

describe("the georeference of an image", () => {
  test("is the one that GDAL reads", { skip: noTorch }, async () => {
    const found = JSON.parse((await runTorch("-c", [withGdal, folder])).trim().split("\n").at(-1)!) as Record<
      string,
      [number[], number | null]
    >;
    const { "gcps.tif": _, ...images } = found;
    assert.equal(Object.keys(images).length, 7);
    for (const [name, [transform, epsg]] of Object.entries(images)) {
      const { georeference } = await openLargeImage(file(name));
      assert.deepEqual(georeference!.transform, transform, name);
      assert.equal(georeference!.epsg ?? null, epsg, name);
    }
  });

  test("of ground control points is refused in a sentence", { skip: noTorch }, async () => {
    const image = await openLargeImage(file("gcps.tif"));
    assert.equal(image.georeference, undefined);
    assert.match(image.georeferenceProblem!, /has 3 ground control points .*gdalwarp/);
  });

  test("comes from a world file and a .prj file beside the image", async () => {
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: "gray" } })
      .png()
      .toBuffer();
    writeFileSync(file("map.png"), png);
    assert.equal((await openLargeImage(file("map.png"))).georeference, undefined);
    writeFileSync(file("map.pgw"), "2\n0\n0\n-2\n300001\n4999999\n");
    writeFileSync(file("map.prj"), 'PROJCS["WGS 84 / UTM zone 48N"]');
    const { georeference } = await openLargeImage(file("map.png"));
    assert.deepEqual(georeference, {
      transform: [300000, 2, 0, 5000000, 0, -2],
      wkt: 'PROJCS["WGS 84 / UTM zone 48N"]',
    });
    writeFileSync(file("map.pgw"), "2\n0\nx\n");
    const broken = await openLargeImage(file("map.png"));
    assert.match(broken.georeferenceProblem!, /map\.pgw: expected six numbers of a world file, found "2/);
  });

  test("takes points to the ground and back", () => {
    const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const scale = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, scale, scale, number, number, (x, y, width, height, left, top) => {
        const georeference = { transform: [left, width, width / 3, top, height / 4, -height] as const };
        const [column, row] = crsToPixel(georeference, ...pixelToCrs(georeference, x, y));
        assert.ok(Math.abs(column - x) < 1e-4 && Math.abs(row - y) < 1e-4);
      }),
    );
  });
});
