// `amfmn search` over folders as people have them.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ready } from "../../src/lib/engine/index.js";
import { saveCheckpoint } from "../../src/lib/models/index.js";
import { amfmn, noCommand } from "../support/command.js";
import { shared } from "../support/files.js";
import { tinyModel, tinyScenes } from "../support/tinyScenes.js";

describe("amfmn search", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-search-"));
  after(() => rmSync(folder, { recursive: true }));
  const images = join(folder, "images");
  const checkpoint = join(folder, "tiny.safetensors");
  const searched = (...args: string[]) =>
    amfmn("search", "--checkpoint", checkpoint, "--text", "a red field", "--engine", "wasm", ...args);

  before(async () => {
    await ready({ engine: "wasm" });
    const scenes = await tinyScenes(join(folder, "scenes"), 6);
    const model = tinyModel(scenes);
    model.decoding = { bands: [1, 2, 3] };
    await saveCheckpoint(checkpoint, model);
    model.dispose();
    mkdirSync(images);
    for (const { path, filename } of scenes.records) copyFileSync(path, join(images, filename));
    writeFileSync(join(images, "._field_0.png"), Buffer.from([0, 5, 22, 7]));
    writeFileSync(join(images, "Thumbs.db"), "thumbs");
    writeFileSync(join(images, "broken.png"), "");
    writeFileSync(join(images, "page.jpg"), "<html>404</html>");
  });

  test("ranks the images of a folder and lists those that cannot be decoded", async () => {
    const { code, stdout, stderr } = await searched("--images", images, "--json");
    assert.equal(code, 0, stderr);
    assert.equal((JSON.parse(stdout) as unknown[]).length, 6);
    assert.match(
      stderr,
      /Skipped 2 of 8 images that cannot be decoded:\n.*broken\.png: .*an empty file.*\n.*page\.jpg: .*an HTML page/,
    );
    assert.doesNotMatch(stderr, /\._field|Thumbs/);
  });

  test("ends with one sentence that names them under --strict", async () => {
    const { code, stdout, stderr } = await searched("--images", images, "--strict");
    assert.equal(code, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /found 2 of 8 that cannot: .*broken\.png.*page\.jpg/);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  });

  test("says that other bands are read than those of the model's training", async () => {
    const { code, stderr } = await searched("--images", images, "--bands", "3,2,1");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /the images are read with bands \[3,2,1\], the model was trained with \[1,2,3\]/);
    for (const [flag, value] of [
      ["--bands", "4,3"],
      ["--bands", "a,b,c"],
      ["--stretch", "linear"],
    ] as const) {
      const refused = await searched("--images", images, flag, value);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, new RegExp(`^${flag.slice(2)}: expected .*found`));
    }
  });

  const inputs = shared("inputs/images");
  test("reads GeoTIFF, CMYK, YCbCr, ZSTD and BMP as the picture that they show", {
    skip: inputs.missing,
  }, async () => {
    const { code, stdout, stderr } = await searched("--images", inputs.path, "--top", "20", "--json");
    assert.equal(code, 0, stderr);
    const results = JSON.parse(stdout) as { image: string; score: number }[];
    assert.equal(results.length, 9, stdout);
    const [reference] = results.filter(({ image }) => image.endsWith("reference.png"));
    for (const { image, score } of results)
      assert.ok(Math.abs(score - reference!.score) < 0.02, `${image}: ${score}`);
    assert.match(stderr, /Skipped 1 of 10 .*\n.*zero\.jpg: .*an empty file/);
  });
});
