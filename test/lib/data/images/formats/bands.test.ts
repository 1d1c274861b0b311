import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DataError, OptionError } from "../../../../../src/lib/base/errors.js";
import { decodeRaster } from "../../../../../src/lib/data/images/decodeImage.js";
import type { DecodeOptions } from "../../../../../src/lib/data/images/decodeOptions.js";
import { gdalMetadata, type TiffLayout, tiffBytes } from "../../../../support/tiff.js";

const [width, height] = [13, 7];
/** A ramp in each band, from 0 to 255 in band 1. */
const value = (pixel: number, band: number) => (pixel * (3 + 2 * band) + 40 * band) % 256;
const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => value(Math.floor(i / 3), i % 3));

/** The bands of `rgb` and further ones, in an order. */
function bandsOf<T>(
  make: new (length: number) => T & { [i: number]: number },
  bands: readonly number[],
  scale = 1,
): T {
  const samples = new make(width * height * bands.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (const [k, band] of bands.entries()) samples[pixel * bands.length + k] = value(pixel, band) * scale;
  }
  return samples;
}

const decoded = async (layout: Omit<TiffLayout, "width" | "height">, options: DecodeOptions = {}) =>
  new Uint8Array((await decodeRaster(tiffBytes({ width, height, ...layout }), options)).data);

const refused = (
  layout: Omit<TiffLayout, "width" | "height">,
  pattern: RegExp,
  options: DecodeOptions = {},
) =>
  assert.rejects(decoded(layout, options), (error) => {
    assert.ok(error instanceof DataError, String(error));
    assert.match(error.message, pattern);
    return true;
  });

describe("the bands of a TIFF", () => {
  for (const bands of [3, 4, 5, 6, 7, 8]) {
    const order = Array.from({ length: bands }, (_, band) => band);
    for (const photometric of [1, 2]) {
      for (const planar of [false, true]) {
        const extra = order.slice(photometric === 1 ? 1 : 3).map(() => 0);
        const name = `${bands} bands, ${photometric === 1 ? "min is black" : "RGB"}${planar ? ", planes" : ""}`;
        test(`are red, green and blue in their order: ${name}`, async () => {
          const layout = { photometric, planar, extra };
          assert.deepEqual(await decoded({ ...layout, samples: bandsOf(Uint8Array, order) }), rgb);
          assert.deepEqual(await decoded({ ...layout, samples: bandsOf(Uint16Array, order, 257) }), rgb);
        });
      }
    }
  }

  test("are found by the names and colors that the file gives them", async () => {
    const samples = bandsOf(Uint8Array, [2, 1, 0, 3]);
    const named = (tags: TiffLayout["tags"]) => decoded({ samples, extra: [0, 0, 0], tags });
    for (const names of [
      ["Blue", "Green", "Red", "NIR"],
      ["blue (490 nm)", "green (560 nm)", "red (665 nm)", "red edge"],
      ["B2", "B3", "B4", "B8"],
      ["B02", "B03", "B04", "B08"],
      ["SR_B2", "SR_B3", "SR_B4", "SR_B5"],
    ]) {
      assert.deepEqual(await named({ 42112: gdalMetadata("description", names) }), rgb, names.join());
      assert.deepEqual(
        await named({ 270: names.map((one) => one.split(" ")[0]).join(", ") }),
        rgb,
        names.join(),
      );
    }
    assert.deepEqual(
      await named({ 42112: gdalMetadata("colorinterp", ["Blue", "Green", "Red", "Undefined"]) }),
      rgb,
    );
    assert.deepEqual(await named({ 270: "a scene without names" }), bandsOf(Uint8Array, [2, 1, 0]));
  });

  test("are those of the option bands, counted from 1, before any name", async () => {
    const samples = bandsOf(Uint8Array, [2, 1, 0, 3, 4]);
    const tags = { 42112: gdalMetadata("description", ["Red", "Green", "Blue", "a", "b"]) };
    assert.deepEqual(await decoded({ samples, tags }, { bands: [3, 2, 1] }), rgb);
    const five = await decoded({ samples, tags }, { bands: [5] });
    assert.deepEqual(five, bandsOf(Uint8Array, [4, 4, 4]));
    await refused({ samples }, /5 bands, fewer than the bands 6, 2, 1 need/, { bands: [6, 2, 1] });
  });

  test("may be pages of one band each, as tifffile writes an array of bands", async () => {
    const pages = [0, 1, 2, 3].map((band) =>
      tiffBytes({ width, height, samples: bandsOf(Uint8Array, [band]) }),
    );
    assert.deepEqual(new Uint8Array((await decodeRaster(joinedPages(pages))).data), rgb);
  });

  test("are refused in a pair that is neither gray nor RGB, never shown as one gray band", async () => {
    const samples = bandsOf(Uint8Array, [0, 1]);
    await refused({ samples, extra: [0] }, /found 2 bands, which are neither gray nor RGB; choose by bands/);
    const gray = bandsOf(Uint8Array, [0, 0, 0]);
    assert.deepEqual(await decoded({ samples, extra: [2] }), gray, "with an alpha channel");
    assert.deepEqual(await decoded({ samples, extra: [0] }, { bands: [1] }), gray);
  });

  test("are never lost: each pixel of a random file has the values of its bands", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 8 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }),
        async (bands, planar, asked) => {
          const order = Array.from({ length: bands }, (_, band) => band);
          const layout = { samples: bandsOf(Uint8Array, order), planar, extra: order.slice(1).map(() => 0) };
          if (Math.max(...asked) > bands) return refused(layout, /fewer than the bands/, { bands: asked });
          const expected = bandsOf(
            Uint8Array,
            asked.map((band) => band - 1),
          );
          assert.deepEqual(await decoded(layout, { bands: asked }), expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the options bands and stretch", () => {
  test("are refused where they make no sense, with the found value", async () => {
    const samples = bandsOf(Uint8Array, [0, 1, 2]);
    for (const bands of [[], [1, 2], [0, 1, 2], [1.5, 2, 3], [1, 2, 3, 4], "321"] as unknown as number[][]) {
      await assert.rejects(
        decoded({ samples }, { bands }),
        (error) => error instanceof OptionError && error.message.includes(JSON.stringify(bands)),
      );
    }
    for (const stretch of [
      "auot",
      [5, 5],
      [3],
      [0, Number.NaN],
      3,
    ] as unknown as DecodeOptions["stretch"][]) {
      await assert.rejects(
        decoded({ samples }, { stretch }),
        (error) => error instanceof OptionError && error.message.startsWith("stretch: expected one of auto"),
      );
    }
  });
});

/** Joins files of one page each into one file. */
function joinedPages(pages: readonly Buffer[]): Buffer {
  let end = 0;
  const moved = pages.map((page, i) => {
    const start = end;
    end += page.length;
    const copy = Buffer.from(page);
    const directory = page.readUInt32LE(4);
    const entries = page.readUInt16LE(directory);
    for (let entry = 0; entry < entries; entry++) {
      const at = directory + 2 + 12 * entry;
      const isOffset =
        page.readUInt16LE(at) === 273 ||
        page.readUInt32LE(at + 4) * (page.readUInt16LE(at + 2) === 3 ? 2 : 4) > 4;
      if (isOffset) copy.writeUInt32LE(page.readUInt32LE(at + 8) + start, at + 8);
    }
    const next = i + 1 < pages.length ? end + pages[i + 1]!.readUInt32LE(4) : 0;
    copy.writeUInt32LE(next, directory + 2 + 12 * entries);
    return copy;
  });
  return Buffer.concat(moved);
}
