import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DataError, OptionError } from "../../../../src/lib/base/errors.js";
import type { Dataset } from "../../../../src/lib/data/dataset.js";
import { type BadImage, BadImagesError, findBadImages } from "../../../../src/lib/data/images/badImages.js";
import { listImages } from "../../../../src/lib/data/images/imageFiles.js";
import { ready } from "../../../../src/lib/engine/index.js";
import { evaluate } from "../../../../src/lib/evaluation/index.js";
import { buildIndex, search } from "../../../../src/lib/retrieval/index.js";
import { fit } from "../../../../src/lib/training/index.js";
import { tinyModel, tinyScenes } from "../../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "bad-"));
after(() => rmSync(folder, { recursive: true }));
let scenes: Dataset;
/** A data set whose third and ninth image, both for training, and whose sixth, for validation, are broken. */
let broken: Dataset;
const places = [2, 5, 8];

before(async () => {
  await ready({ engine: "wasm" });
  scenes = await tinyScenes(join(folder, "good"));
  broken = await tinyScenes(join(folder, "broken"));
  const [cut, empty, page] = places.map((i) => broken.records[i]!.path) as [string, string, string];
  writeFileSync(cut, readFileSync(cut).subarray(0, 60));
  writeFileSync(empty, "");
  writeFileSync(page, "<!DOCTYPE html><html>404</html>");
});

const isAbout = (count: number, total: number) => (error: unknown) => {
  assert.ok(error instanceof BadImagesError, String(error));
  assert.equal(error.images.length, count);
  assert.match(error.message, new RegExp(`found ${count} of ${total} that cannot: `));
  for (const { path } of error.images) assert.ok(error.message.includes(path!), error.message);
  return true;
};

describe("images that cannot be decoded", () => {
  test("are all found by a quick look, each with its reason", async () => {
    const found = await findBadImages(broken.records);
    assert.deepEqual(
      found.map(({ index }) => index),
      places,
    );
    const reasons = [/cut off/, /an empty file/, /an HTML page/];
    for (const [i, { reason }] of found.entries()) assert.match(reason, reasons[i]!);
    assert.deepEqual(await findBadImages(scenes.records), []);
  });

  test("are skipped and listed by an index, which a search then uses", async () => {
    const model = tinyModel(scenes);
    const skipped: BadImage[] = [];
    const index = await buildIndex(model, broken.paths, { onSkip: (images) => skipped.push(...images) });
    assert.deepEqual(index.records.length, broken.records.length - 3);
    assert.equal(index.embeddings.shape[0], index.records.length);
    assert.deepEqual(
      index.skipped.map(({ index: place }) => place),
      places,
    );
    assert.deepEqual(skipped, index.skipped);
    const whole = await buildIndex(
      model,
      broken.paths.filter((_, i) => !places.includes(i)),
    );
    const results = await search(model, index, "red field", 5);
    assert.deepEqual(
      results.map(({ path, score }) => [path, score]),
      (await search(model, whole, "red field", 5)).map(({ path, score }) => [path, score]),
    );
    index.dispose();
    whole.dispose();
    model.dispose();
  });

  test("end an index that is strict, or that has no other image, with all their names", async () => {
    const model = tinyModel(scenes);
    await assert.rejects(buildIndex(model, broken.paths, { onBadImage: "fail" }), isAbout(3, 24));
    const bad = places.map((i) => broken.paths[i]!);
    await assert.rejects(buildIndex(model, bad), isAbout(3, 3));
    await assert.rejects(buildIndex(model, bad, { onBadImage: "ignore" as "skip" }), OptionError);
    model.dispose();
  });

  test("end a training before its first step, or are left out of it", async () => {
    const model = tinyModel(scenes);
    let steps = 0;
    const options = { epochs: 1, batchSize: 6, threads: 0, onStep: () => void steps++ };
    await assert.rejects(fit(model, broken, options), isAbout(3, 24));
    assert.equal(steps, 0);
    const skipped: BadImage[] = [];
    const [report] = await fit(model, broken, {
      ...options,
      onBadImage: "skip",
      onSkip: (images) => skipped.push(...images),
    });
    assert.equal(skipped.length, 3);
    assert.ok(Number.isFinite(report!.loss) && report!.validation);
    model.dispose();
  });

  test("end an evaluation before its first batch, or are left out of it", async () => {
    const model = tinyModel(scenes);
    await assert.rejects(evaluate(model, broken, { split: "train" }), isAbout(2, 20));
    const result = await evaluate(model, broken, { split: "train", onBadImage: "skip" });
    assert.deepEqual([result.images, result.captions], [18, 36]);
    // A single bad image is named by the message of its own error.
    await assert.rejects(
      evaluate(model, broken, { split: "val" }),
      /field_5\.png: expected an image .*an empty file/,
    );
    model.dispose();
  });
});

describe("listImages", () => {
  test("passes over hidden files, other files and folders, and follows links", () => {
    const home = join(folder, "mixed");
    mkdirSync(join(home, "folder.png"), { recursive: true });
    const picture = scenes.records[0]!.path;
    for (const name of [
      "b.PNG",
      "a.png",
      "c.jpeg",
      "._a.png",
      ".hidden.png",
      "Thumbs.db",
      ".DS_Store",
      "x.txt",
    ])
      copyFileSync(picture, join(home, name));
    symlinkSync(picture, join(home, "link.png"));
    const names = listImages(home).map((path) => path.slice(home.length + 1));
    assert.deepEqual(names, ["a.png", "b.PNG", "c.jpeg", "link.png"]);
  });

  test("names the command for images that have to be converted first", () => {
    const home = join(folder, "jp2");
    mkdirSync(home);
    writeFileSync(join(home, "T32_B02.jp2"), "");
    assert.throws(
      () => listImages(home),
      (error) =>
        error instanceof DataError && /gdal_translate -of GTiff T32_B02\.jp2 OUT\.tif/.test(error.message),
    );
    assert.throws(() => listImages(join(home, "none")), /expected a folder of images, found none/);
  });
});
