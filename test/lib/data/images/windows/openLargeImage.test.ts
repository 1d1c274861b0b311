import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { DataError, OptionError } from "../../../../../src/lib/base/errors.js";
import { decodeRaster } from "../../../../../src/lib/data/images/decodeImage.js";
import { openBytes } from "../../../../../src/lib/data/images/formats/imageBytes.js";
import { openLargeImage } from "../../../../../src/lib/data/images/windows/openLargeImage.js";
import type { BadTile } from "../../../../../src/lib/data/images/windows/tiffLevel.js";
import { openTiffLevels } from "../../../../../src/lib/data/images/windows/tiffLevels.js";
import { tiffBytes } from "../../../../support/tiff.js";
import { noTorch, runTorch } from "../../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "windows-"));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

/** Opens a TIFF by its strips or tiles, although it is small. */
async function levelsOf(path: string, onBadTile?: (tile: BadTile) => void, decoding = {}) {
  const options = { decoding, cacheBytes: 2 ** 20, onBadTile };
  return (await openTiffLevels(await openBytes(path), options, 0))!;
}

/** Returns a picture of noise. */
function pattern(width: number, height: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** Writes TIFFs of all layouts that GDAL writes. Deep ones are named deep_, and those of packed samples packed_. */
const withGdal = `
import sys, numpy as np, rasterio
from pathlib import Path
from rasterio.transform import from_origin
folder = Path(sys.argv[1])
random = np.random.default_rng(3)
height, width = 261, 303
rgb = (np.add.outer(np.arange(height), np.arange(width)) % 200 + random.integers(0, 50, (3, height, width))).astype(np.uint8)
tiled = dict(tiled=True, blockxsize=64, blockysize=48)
def write(name, bands, **options):
    count, _, _ = bands.shape
    with rasterio.open(folder / name, "w", driver="GTiff", width=width, height=height, count=count, dtype=bands.dtype,
                       crs="EPSG:32648", transform=from_origin(300000, 5000000, 2, 2), **options) as image:
        image.write(bands)
color = dict(photometric="RGB")
write("strips.tif", rgb, compress="lzw", blockysize=7, **color)
write("tiles.tif", rgb, compress="deflate", predictor=2, **tiled, **color)
write("jpeg.tif", rgb, compress="jpeg", photometric="YCBCR", **tiled)
write("jpegRgb.tif", rgb, compress="jpeg", **color, **tiled)
write("plain.tif", rgb, blockysize=261, **color)
write("zstd.tif", rgb, compress="zstd", BIGTIFF="YES", **tiled, **color)
write("planes.tif", rgb, compress="deflate", interleave="band", **tiled, **color)
write("planeStrips.tif", rgb, compress="lzw", interleave="band", blockysize=9, **color)
write("gray.tif", rgb[:1], compress="packbits")
write("webp.tif", rgb, compress="webp", webp_lossless=True, **tiled, **color)
deep = rgb.astype(np.uint16) * 11
write("deep_four.tif", np.concatenate([deep, deep[:1]]), compress="deflate", predictor=2, **tiled)
write("deep_big.tif", deep, compress="lzw", predictor=2, ENDIANNESS="BIG", blockysize=10)
write("deep_bigtiff.tif", deep, BIGTIFF="YES", ENDIANNESS="BIG", **tiled)
write("deep_float.tif", (rgb / 255).astype(np.float32), compress="deflate", predictor=3, **tiled)
write("deep_half.tif", (rgb / 255).astype(np.float32), compress="deflate", NBITS=16, **tiled)
write("deep_signed.tif", rgb.astype(np.int16) * 20 - 500, compress="lzw")
write("packed_12.tif", deep, compress="deflate", NBITS=12, **tiled)
write("packed_12_strips.tif", deep, NBITS=12, ENDIANNESS="BIG", blockysize=5)
write("packed_3.tif", rgb[:1] // 32, NBITS=3)
write("packed_5.tif", rgb // 8, NBITS=5, **tiled)
for name in folder.glob("packed_*"):
    rasterio.open(name).read().astype("<u2").tofile(str(name) + ".raw")
print(width, height)
`;

describe("a TIFF that is read by windows", () => {
  test("has the pixels of the whole image in every layout of GDAL", { skip: noTorch }, async () => {
    const [width, height] = (await runTorch("-c", [withGdal, folder])).trim().split(" ").map(Number) as [
      number,
      number,
    ];
    const names = readdirSync(folder).filter((name) => name.endsWith(".tif") && !name.startsWith("packed_"));
    assert.equal(names.length, 16);
    for (const name of names) {
      const whole = await decodeRaster(file(name));
      const { levels, close } = await levelsOf(file(name), undefined, rangeOf(name));
      const expected = name.startsWith("deep_") ? await decodeRaster(file(name), rangeOf(name)) : whole;
      const window = { left: 41, top: 30, width: 230, height: 222 };
      const part = await levels[0]!.read(window);
      assert.ok(Buffer.from(part.data).equals(cropped(expected, window)), name);
      const all = await levels[0]!.read({ left: 0, top: 0, width, height });
      assert.ok(Buffer.from(all.data).equals(Buffer.from(expected.data)), name);
      await close();
    }
  });

  test("scales packed samples of 3 to 12 bits by their range", { skip: noTorch }, async () => {
    for (const [name, bits, bands] of [
      ["packed_12.tif", 12, 3],
      ["packed_12_strips.tif", 12, 3],
      ["packed_3.tif", 3, 1],
      ["packed_5.tif", 5, 3],
    ] as const) {
      const raw = readFileSync(file(`${name}.raw`));
      const values = new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2);
      const image = await openLargeImage(file(name), { stretch: "full" });
      const { data } = await image.read({ left: 0, top: 0, width: image.width, height: image.height });
      const pixels = image.width * image.height;
      for (let i = 0; i < 3 * pixels; i += 7) {
        const value = values[(i % 3 < bands ? i % 3 : 0) * pixels + Math.floor(i / 3)]!;
        const byte = bits < 8 ? Math.trunc((value * 255) / (2 ** bits - 1)) : value >> (bits - 8);
        assert.ok(Math.abs(data[i]! - byte) <= (bits < 8 ? 1 : 0), `${name} at ${i}: ${data[i]} of ${value}`);
      }
      await image.close();
    }
  });

  test("has the same pixels in any window", async () => {
    const [width, height] = [97, 83];
    const data = pattern(width, height);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .tiff({ tile: true, tileWidth: 16, tileHeight: 32, compression: "lzw" })
      .toFile(file("any.tif"));
    const { levels, close } = await levelsOf(file("any.tif"));
    const edge = (length: number) =>
      fc
        .tuple(fc.nat(length - 1), fc.nat(length - 1))
        .map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
    await fc.assert(
      fc.asyncProperty(edge(width), edge(height), async ([left, wide], [top, high]) => {
        const window = { left, top, width: wide, height: high };
        const part = await levels[0]!.read(window);
        assert.ok(Buffer.from(part.data).equals(cropped({ data, width, height }, window)));
      }),
      { numRuns: 40 },
    );
    await close();
  });

  test("is turned upright in every orientation", async () => {
    const [width, height] = [40, 30];
    for (let orientation = 2; orientation <= 8; orientation++) {
      const path = file(`turned${orientation}.tif`);
      const tags = { 274: [orientation] };
      writeFileSync(
        path,
        tiffBytes({ width, height, samples: pattern(width, height), photometric: 2, tags }),
      );
      const whole = await decodeRaster(path);
      const { levels } = await levelsOf(path);
      const window = { left: 3, top: 5, width: 20, height: 17 };
      assert.equal(levels[0]!.width, whole.width);
      const part = await levels[0]!.read(window);
      assert.ok(Buffer.from(part.data).equals(cropped(whole, window)), `orientation ${orientation}`);
    }
  });
});

describe("a damaged tile", () => {
  const damage = async (name: string, options: object) => {
    await sharp(pattern(128, 128), { raw: { width: 128, height: 128, channels: 3 } })
      .tiff(options)
      .toFile(file(name));
    const bytes = readFileSync(file(name));
    // The middle of the pixels.
    bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 400);
    writeFileSync(file(name), bytes);
  };

  for (const [name, options, pattern] of [
    [
      "tile.tif",
      { tile: true, tileWidth: 32, tileHeight: 32, compression: "deflate" },
      /a damaged tile in column \d, row [12] \(pixels \d+…\d+ across, \d+…\d+ down/,
    ],
    ["strip.tif", { compression: "deflate" }, /a damaged strip 0 \(pixels 0…127 across, 0…127 down/],
  ] as const) {
    test(`of ${name} is an error that names the file and the place`, async () => {
      await damage(name, options);
      const { levels } = await levelsOf(file(name));
      await assert.rejects(levels[0]!.read({ left: 0, top: 0, width: 128, height: 128 }), pattern);
    });
  }

  test("is black under the policy nodata, and the other tiles are whole", async () => {
    await damage("black.tif", { tile: true, tileWidth: 32, tileHeight: 32, compression: "deflate" });
    const bad: BadTile[] = [];
    const { levels } = await levelsOf(file("black.tif"), (tile) => bad.push(tile));
    const { data } = await levels[0]!.read({ left: 0, top: 0, width: 128, height: 128 });
    assert.ok(bad.length >= 1 && bad.length <= 2);
    const original = pattern(128, 128);
    for (let y = 0; y < 128; y++) {
      for (let x = 0; x < 128; x++) {
        const black = bad.some(({ column, row }) => column === x >> 5 && row === y >> 5);
        assert.equal(data[3 * (y * 128 + x)], black ? 0 : original[3 * (y * 128 + x)]);
      }
    }
    assert.match(bad[0]!.reason, /\w/);
  });

  test("of a small image is found by openLargeImage, which follows the policy", async () => {
    await damage("small.tif", { tile: true, tileWidth: 32, tileHeight: 32, compression: "deflate" });
    const window = { left: 0, top: 0, width: 128, height: 128 };
    const strict = await openLargeImage(file("small.tif"));
    await assert.rejects(strict.read(window), /a damaged tile in column \d, row [12]/);
    await strict.close();
    const lenient = await openLargeImage(file("small.tif"), { onBadTile: "nodata" });
    await lenient.read(window);
    assert.ok(lenient.badTiles.length >= 1);
    await lenient.close();
  });
});

describe("openLargeImage", () => {
  test("reads a JPEG and a PNG of many pixels as the whole image, and leaves no file behind", async () => {
    const [width, height] = [2100, 2003];
    const pixels = sharp(pattern(width, height), { raw: { width, height, channels: 3 } });
    await pixels.clone().jpeg({ quality: 60 }).toFile(file("large.jpg"));
    await pixels.clone().png({ compressionLevel: 1 }).toFile(file("large.png"));
    const before = temporaryFolders();
    for (const name of ["large.jpg", "large.png"]) {
      const whole = await decodeRaster(file(name));
      const image = await openLargeImage(file(name));
      assert.ok(temporaryFolders().length > before.length);
      const window = { left: 1500, top: 1001, width: 311, height: 290 };
      assert.ok(Buffer.from((await image.read(window)).data).equals(cropped(whole, window)), name);
      const small = await image.read({ left: 0, top: 0, width, height }, { width: 50, height: 40 });
      const mean = (data: Uint8Array) => data.reduce((sum, byte) => sum + byte, 0) / data.length;
      assert.ok(Math.abs(mean(small.data) - mean(whole.data)) < 1, name);
      await image.close();
      assert.deepEqual(temporaryFolders(), before);
      await assert.rejects(image.read(window), OptionError);
    }
  });

  test("stretches a small deep TIFF by all of its samples", async () => {
    const [width, height] = [200, 150];
    const samples = Uint16Array.from(pattern(width, height), (byte, i) => byte * 40 + (i % 7));
    await sharp(samples, { raw: { width, height, channels: 3 } })
      .toColorspace("rgb16")
      .tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: "deflate" })
      .toFile(file("deep.tif"));
    const image = await openLargeImage(file("deep.tif"), { stretch: "percentile" });
    const { data } = await image.read({ left: 0, top: 0, width, height });
    const whole = await decodeRaster(file("deep.tif"), { stretch: "percentile" });
    assert.ok(Buffer.from(data).equals(Buffer.from(whole.data)));
    await image.close();
  });

  test("refuses windows outside of the image, and sizes of none", async () => {
    const image = await openLargeImage(
      await sharp(pattern(10, 5), { raw: { width: 10, height: 5, channels: 3 } })
        .png()
        .toBuffer(),
    );
    for (const window of [
      { left: -1, top: 0, width: 2, height: 2 },
      { left: 0, top: 0, width: 11, height: 1 },
      { left: 0, top: 4, width: 1, height: 2 },
      { left: 0.5, top: 0, width: 1, height: 1 },
    ])
      await assert.rejects(image.read(window), /window: expected whole pixels inside of 10 × 5, found/);
    await assert.rejects(
      image.read({ left: 0, top: 0, width: 5, height: 5 }, { width: 0, height: 3 }),
      /size: expected whole numbers of at least 1 pixel, found 0 × 3/,
    );
    await assert.rejects(openLargeImage(file("none.tif")), DataError);
    await assert.rejects(
      openLargeImage(file("large.jpg"), { onBadTile: "skip" as never }),
      /onBadTile: expected one of fail, nodata/,
    );
  });

  test("sorts windows by the rows of the file", async () => {
    const image = await openLargeImage(
      await sharp(pattern(10, 5), { raw: { width: 10, height: 5, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const at = (left: number, top: number) => ({ left, top, width: 1, height: 1 });
    assert.deepEqual(image.readingOrder([at(5, 3), at(0, 3), at(9, 0), at(2, 1)]), [2, 3, 1, 0]);
  });
});

/** A stretch that does not depend on a sample of the image. */
function rangeOf(name: string): { stretch?: readonly [number, number] } {
  if (!name.startsWith("deep_")) return {};
  return { stretch: name.includes("float") || name.includes("half") ? [0.1, 0.9] : [-100, 2400] };
}

const temporaryFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("amfmn-image-"));

function cropped(
  { data, width }: { data: Uint8Array; width: number; height: number },
  window: { left: number; top: number; width: number; height: number },
): Buffer {
  const rows = Array.from({ length: window.height }, (_, y) => {
    const start = 3 * ((window.top + y) * width + window.left);
    return data.subarray(start, start + 3 * window.width);
  });
  return Buffer.concat(rows);
}
