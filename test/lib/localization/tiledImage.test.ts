import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import sharp from "sharp";
import { createModel, OptionError, ready, TiledImage, Vocabulary } from "../../../src/lib/index.js";
import { modelConfigs } from "../../support/models.js";

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
        onProgress: ({ done }) => told.push(done),
      });
      assert.equal(told.at(-1), scene.tiles.length);
      const heat = await scene.locate("white square");
      assert.deepEqual([heat.width, heat.height], [63, 38]);
      assert.ok(heat.values.every((value) => value >= 0 && value <= 1));
      assert.ok(heat.best.length > 1);
      for (const [i, place] of heat.best.entries()) {
        assert.ok(place.left + place.width <= 500 && place.top + place.height <= 300);
        if (i > 0) assert.ok(place.score <= heat.best[i - 1]!.score);
      }
      // The square is the one thing that differs, so the scores differ there: the map is not flat.
      assert.ok(heat.values.some((value) => value > 0.9) && heat.values.some((value) => value < 0.1));
      await assert.rejects(scene.locate("xyzzy"), OptionError);
      await assert.rejects(
        TiledImage.open(model, path, { overlap: 1 }),
        /overlap: expected a share of 0…0\.9, found 1/,
      );
      await scene.dispose();
      model.dispose();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a TiledImage of 10 × 10 and of 1 × 5000 pixels", () => {
  test("has a map in 0…1 in every method, also as released", async () => {
    await ready();
    const vocabulary = Vocabulary.build(["a white square in a green forest"]);
    const model = createModel(modelConfigs["lesson/small"], { vocabulary, seed: 1 });
    for (const [width, height] of [
      [10, 10],
      [1, 5000],
    ] as const) {
      const create = { width, height, channels: 3 as const, background: "gray" };
      const noise = { type: "gaussian" as const, mean: 128, sigma: 40 };
      const png = await sharp({ create: { ...create, noise } })
        .png()
        .toBuffer();
      for (const method of ["v1", "v2"] as const) {
        for (const released of [false, true]) {
          const image = await TiledImage.open(model, png, { method, released });
          const found = await image.locate("white square");
          assert.equal([...found.rows("filtered")].length, height);
          for (const value of [...found.values, ...found.raw]) assert.ok(value >= 0 && value <= 1);
          await image.dispose();
        }
      }
    }
    model.dispose();
  });
});
