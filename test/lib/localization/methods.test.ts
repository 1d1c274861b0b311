import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import sharp, { type Create } from "sharp";
import { createModel, OptionError, ready, TiledImage, Vocabulary } from "../../../src/lib/index.js";
import type { LocalizationProgress, PartialMap } from "../../../src/lib/localization/index.js";
import type { ReleasedAmfmn } from "../../../src/lib/models/index.js";
import { modelConfigs } from "../../support/models.js";

const folder = mkdtempSync(join(tmpdir(), "locate-"));
const sentence = "a white square in a green forest";
const path = join(folder, "large.png");
let model: ReleasedAmfmn;
let encoded = 0;

before(async () => {
  await ready();
  const noise = { type: "gaussian" as const, mean: 90, sigma: 40 };
  const square = await sharp({ create: { width: 120, height: 120, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  await sharp({ create: { width: 500, height: 300, channels: 3, noise, background: "#2d6a4f" } })
    .composite([{ input: square, left: 340, top: 40 }])
    .png()
    .toFile(path);
  const vocabulary = Vocabulary.build([sentence, "red boats"]);
  model = createModel(modelConfigs["lesson/small"], { vocabulary, seed: 1 }) as ReleasedAmfmn;
  // Every tile is either prepared alone or encoded as a window.
  const { prepare, encodeWindows } = model;
  model.prepare = (batch) => {
    encoded += batch.images.length;
    return prepare.call(model, batch);
  };
  model.encodeWindows = (picture, corners) => {
    encoded += corners.length;
    return encodeWindows.call(model, picture, corners);
  };
});

after(() => {
  model.dispose();
  rmSync(folder, { recursive: true });
});

async function imageOf(pixels: Create, name = "other.png"): Promise<string> {
  const file = join(folder, name);
  await sharp({ create: pixels }).png().toFile(file);
  return file;
}

describe("a second sentence", () => {
  for (const method of ["v1", "dense"] as const) {
    test(`encodes no tile again by ${method}`, async () => {
      const image = await TiledImage.open(model, path, { method, tileSizes: [100, 200] });
      await image.locate(sentence);
      const before = encoded;
      const { tiles, seconds } = await image.locate("red boats");
      assert.equal(encoded, before);
      assert.equal(tiles, image.tiles.length);
      assert.ok(seconds.encoding < 0.1);
      await image.dispose();
    });
  }

  test("encodes by v2 the fine tiles that no sentence has looked at", async () => {
    const image = await TiledImage.open(model, path, { method: "v2" });
    await image.locate(sentence);
    const before = encoded;
    await image.locate(sentence);
    assert.equal(encoded, before);
    await image.dispose();
  });
});

describe("a lazy image", () => {
  test("shows partial maps and the time left, and ends with the map of an image that was encoded at once", async () => {
    const options = { tileSizes: [64, 100], overlap: 0.6 };
    const maps: PartialMap[] = [];
    const progress: LocalizationProgress[] = [];
    const lazy = await TiledImage.open(model, path, { ...options, lazy: true });
    const found = await lazy.locate(sentence, {
      onPartial: (map) => maps.push(map),
      onProgress: (report) => progress.push(report),
    });
    assert.ok(maps.length > 3);
    assert.deepEqual(
      maps.map(({ done, total }) => [done, total]),
      progress.map(({ done, total }) => [done, total]),
    );
    const [first, last] = [maps[0]!, maps.at(-1)!];
    assert.ok(first.covered.includes(0) && first.covered.includes(1) && !last.covered.includes(0));
    assert.ok(
      first.values.every((value, k) => value >= 0 && value <= 1 && (first.covered[k] === 1 || value === 0)),
    );
    // The scores of a partial map are added in the order of reading.
    assert.ok(last.values.every((value, k) => Math.abs(value - found.raw[k]!) < 1e-6));
    assert.equal(progress.at(-1)!.secondsLeft, 0);
    assert.ok(progress[0]!.secondsLeft > 0);
    const eager = await TiledImage.open(model, path, options);
    assert.deepEqual((await eager.locate(sentence)).raw, found.raw);
    await Promise.all([lazy.dispose(), eager.dispose()]);
  });

  test("encodes each tile once for sentences that are asked at the same time", async () => {
    const image = await TiledImage.open(model, path, { tileSizes: [64], lazy: true });
    const before = encoded;
    const found = await Promise.all([sentence, "red boats", sentence].map((text) => image.locate(text)));
    assert.equal(encoded - before, image.tiles.length);
    assert.deepEqual(found[0]!.raw, found[2]!.raw);
    await image.dispose();
  });

  test("says that it was disposed of, and may be disposed of twice", async () => {
    const image = await TiledImage.open(model, path, { tileSizes: [200] });
    await image.dispose();
    await image.dispose();
    await assert.rejects(
      image.locate(sentence),
      /^OptionError: image: expected an open image, found one that was disposed/,
    );
  });

  test("stops before the next batch, and goes on from there", async () => {
    const image = await TiledImage.open(model, path, { tileSizes: [48], lazy: true });
    const stop = new AbortController();
    const before = encoded;
    const located = image.locate(sentence, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(located, { name: "AbortError" });
    // The next batch was read while the first one was encoded.
    assert.equal(encoded - before, 32);
    const { tiles } = await image.locate(sentence);
    assert.equal(encoded - before, tiles + 16);
    await image.dispose();
  });

  test("frees all tensors when opening is stopped", async () => {
    const before = tf.memory().numTensors;
    const signal = AbortSignal.abort();
    await assert.rejects(TiledImage.open(model, path, { signal }), { name: "AbortError" });
    assert.equal(tf.memory().numTensors, before);
  });
});

describe("maps", () => {
  test("of the authors' way have a value for each pixel, cut to 256 levels after scaling", async () => {
    for (const method of ["v1", "v2"] as const) {
      const image = await TiledImage.open(model, path, { method, released: true, filter: "none" });
      const found = await image.locate(sentence);
      assert.deepEqual([found.width, found.height, found.cellSize], [500, 300, 1]);
      assert.ok(found.raw.every((value) => value >= 0 && value <= 1));
      assert.deepEqual(
        found.bytes,
        Uint8Array.from(found.raw, (value) => Math.floor(value * 255 + 1e-5)),
      );
      await image.dispose();
    }
  });

  test("have the same rows as their values, in the size of the image", async () => {
    const image = await TiledImage.open(model, path, { tileSizes: [100], cellSize: 16 });
    const found = await image.locate(sentence);
    for (const [stage, values] of [
      ["raw", found.raw],
      ["filtered", found.values],
    ] as const) {
      const rows = [...found.rows(stage)].map((row) => row.length);
      assert.deepEqual([rows.length, ...new Set(rows)], [300, 500]);
      let y = 0;
      for (const row of found.rows(stage)) {
        const cell = Math.floor(y / 16) * found.width;
        assert.ok(row.every((value, x) => value === values[cell + Math.floor(x / 16)]));
        y += 1;
      }
    }
    await image.dispose();
  });

  test("of v2 hold the best coarse tiles and fine tiles around them", async () => {
    const image = await TiledImage.open(model, path, { method: "v2", cellSize: 4, filter: "none" });
    const found = await image.locate(sentence);
    assert.equal(image.tiles.length, 1);
    assert.ok(found.tiles > 1 && found.best[0]!.score <= 1);
    await image.dispose();
  });

  test("of dense equal those of v1 where one tile is the whole picture", async () => {
    const scores = await Promise.all(
      (["v1", "dense"] as const).map(async (method) => {
        const image = await TiledImage.open(model, path, { tileSizes: [500], method });
        const { best } = await image.locate(sentence);
        await image.dispose();
        return best[0]!.score;
      }),
    );
    assert.ok(Math.abs(scores[0]! - scores[1]!) < 1e-5, `${scores}`);
  });

  test("of dense look at the same tiles as those of v1", async () => {
    const options = { tileSizes: [96, 160] };
    const [exact, dense] = await Promise.all([
      TiledImage.open(model, path, options),
      TiledImage.open(model, path, { ...options, method: "dense" }),
    ]);
    assert.deepEqual(dense.tiles, exact.tiles);
    await Promise.all([exact.dispose(), dense.dispose()]);
  });
});

describe("odd input", () => {
  for (const [width, height] of [
    [10, 10],
    [5000, 1],
    [1, 700],
    [300, 20],
  ] as const) {
    test(`of ${width} × ${height} pixels has a map without NaN by every method`, async () => {
      const odd = await imageOf({ width, height, channels: 3, background: "#884422" }, `${width}.png`);
      const ways = [
        { method: "v1" },
        { method: "v2" },
        { method: "dense" },
        { method: "v1", released: true },
        { method: "v2", released: true },
      ] as const;
      for (const way of ways) {
        const image = await TiledImage.open(model, odd, way);
        const found = await image.locate(sentence);
        assert.ok(found.raw.every((value) => value >= 0 && value <= 1));
        assert.equal([...found.rows("filtered")].length, height);
        await image.dispose();
      }
    });
  }

  test("without differences has a map of zeros", async () => {
    const plain = await imageOf({ width: 300, height: 300, channels: 3, background: "#338855" });
    for (const released of [false, true]) {
      const image = await TiledImage.open(model, plain, { tileSizes: [100], released });
      const { raw, range } = await image.locate(sentence);
      assert.ok(raw.every((value) => value === 0));
      assert.ok(range.high - range.low < 1e-6);
      await image.dispose();
    }
  });

  test("names the option, its range and the found value", async () => {
    const refused = (options: object, message: RegExp) =>
      assert.rejects(
        TiledImage.open(model, path, options),
        (error: Error) => error instanceof OptionError && message.test(error.message),
      );
    await refused({ method: "v3" }, /^method: expected one of v1, v2, dense, found "v3"; /);
    await refused(
      { method: "dense", released: true },
      /^released: expected it with method v1 or v2, found dense/,
    );
    await refused(
      { method: "v2", tileSizes: [64] },
      /^tileSizes: expected it with method v1 or dense, found v2/,
    );
    await refused({ seed: 3 }, /^seed: expected it with method v2, found v1/);
    await refused({ overlap: 0, released: true }, /^overlap: expected it without released, found both/);
    await refused({ overlap: 0.95 }, /^overlap: expected a share of 0…0\.9, found 0\.95/);
    await refused({ filter: "mean" }, /^filter: expected one of median, gaussian, none, found "mean"/);
    await refused({ filterWindow: 0 }, /^filterWindow: expected a whole number of 1…10001 pixels, found 0/);
    await refused({ tileSizes: [] }, /^tileSizes: expected whole numbers of at least 16 pixels, found none/);
    await refused({ cellSize: 0.5 }, /^cellSize: expected a whole number of at least 1 pixel, found 0\.5/);
  });

  test("of words that the model does not know is refused before anything is encoded", async () => {
    const image = await TiledImage.open(model, path, { lazy: true });
    const before = encoded;
    await assert.rejects(image.locate("xyzzy plugh"), /expected at least one word of the model's vocabulary/);
    assert.equal(encoded, before);
    await image.dispose();
  });
});
