import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { synthesize } from "../../../../src/lib/data/synthesis/synthesize.js";
import { filesOf } from "../../../support/files.js";

const folder = mkdtempSync(join(tmpdir(), "synthesis-"));
after(() => rmSync(folder, { recursive: true }));

describe("synthesize", () => {
  test("draws the same bytes for the same seed, and others for another seed", async () => {
    const digest = async (name: string, seed: number) => {
      const out = join(folder, name);
      await synthesize({ out, images: 18, seed });
      const hash = createHash("sha256");
      for (const file of filesOf(out)) hash.update(file.slice(out.length)).update(readFileSync(file));
      return hash.digest("hex");
    };
    const first = await digest("a", 7);
    assert.equal(await digest("b", 7), first);
    assert.notEqual(await digest("c", 8), first);
  });

  test("gives each scene five captions, keywords and a class in the file name", async () => {
    const { records } = await loadDataset(join(folder, "a"));
    assert.equal(records.length, 18);
    assert.ok(new Set(records.map(({ sceneClass }) => sceneClass)).size >= 12);
    for (const { captions, keywords, path } of records) {
      assert.equal(new Set(captions).size, 5);
      assert.ok(keywords.length >= 1 && keywords.length <= 5);
      assert.ok(existsSync(path));
    }
  });

  test("returns the data set that it has written", async () => {
    const out = join(folder, "returned");
    const fractions = { train: 0.5, val: 0.25 };
    const dataset = await synthesize({ out, images: 8, seed: 2, fractions });
    assert.deepEqual(dataset, await loadDataset(out));
    assert.deepEqual(
      (["train", "val", "test"] as const).map((split) => dataset.split(split).records.length),
      [4, 2, 2],
    );
  });

  test("rejects a number of images and shares that are not possible", async () => {
    const out = join(folder, "none");
    await assert.rejects(synthesize({ out, images: 0, seed: 1 }), OptionError);
    await assert.rejects(synthesize({ out, images: 1.5, seed: 1 }), OptionError);
    await assert.rejects(
      synthesize({ out, images: 2, seed: 1, fractions: { train: 0.8, val: 0.3 } }),
      OptionError,
    );
    assert.ok(!existsSync(out));
  });
});
