import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Dataset, ready, trainingVocabulary } from "../../../src/lib/index.js";
import { paperMargin } from "../../../src/lib/losses/index.js";
import { modelConfig } from "../../../src/lib/models/index.js";
import { compareModels } from "../../../src/lib/training/index.js";
import { tinyScenes } from "../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "recipes-"));
const cacheHome = process.env.XDG_CACHE_HOME;
before(async () => {
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  await ready({ engine: "wasm" });
});
after(() => {
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
  rmSync(folder, { recursive: true });
});

test("only m9 has the dynamic margin, and the paper's models the paper's training", () => {
  assert.equal(modelConfig("lesson/m8").recipe.margin, undefined);
  assert.deepEqual(modelConfig("lesson/m9").recipe.margin, paperMargin);
  const { epochs, batchSize, learningRate, augmentation } = modelConfig("paper/m9").recipe;
  assert.deepEqual([epochs, batchSize, learningRate, augmentation], [150, 128, 1e-4, "paper"]);
  assert.deepEqual(modelConfig("released/soft").recipe, {});
});

test("the vocabulary holds keywords as words, without RSITMD's mark for a missing adjective", async () => {
  const { name, records } = await tinyScenes(join(folder, "words"), 2);
  const ports = new Dataset(
    name,
    records.map((record) => ({ ...record, keywords: ["-port"] })),
  );
  assert.deepEqual(trainingVocabulary(ports).unknownWords("port red green"), []);
});

test("models are trained in turn and measured on the test split; S is computed once and kept", async () => {
  const { name, records } = await tinyScenes(join(folder, "images"), 16);
  const scenes = new Dataset(
    name,
    records.map((record, i) => ({ ...record, split: i < 12 ? "train" : "test" })),
  );
  const told: string[] = [];
  const results = await compareModels(scenes, {
    models: ["lesson/m1", "lesson/m9"],
    fit: { epochs: 1, batchSize: 6 },
    onStep: (name) => told.push(name),
  });
  assert.deepEqual(
    results.map((result) => result.name),
    ["lesson/m1", "lesson/m9"],
  );
  assert.deepEqual(told, ["lesson/m1", "lesson/m1", "lesson/m9", "lesson/m9"]);
  assert.ok(results.every(({ mR, loss }) => mR >= 0 && mR <= 100 && loss > 0));
  const kept = readdirSync(join(folder, "cache", "amfmn-lab"));
  assert.equal(kept.length, 1);
  assert.match(kept[0]!, /^text-similarity-[0-9a-f]+\.npy$/);
});
