import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CheckpointError,
  createModel,
  loadModel,
  ready,
  saveCheckpoint,
  Vocabulary,
} from "../../../src/lib/index.js";
import { modelConfigs } from "../../support/models.js";

const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
const file = join(folder, "model.safetensors");
const vocabulary = Vocabulary.build(["two white planes beside a gray terminal"]);
const options = { ...modelConfigs["lesson/small"], width: 4, embedding: 16, hidden: 8, wordEmbedding: 8 };

before(() => ready({ engine: "wasm" }));
after(() => rmSync(folder, { recursive: true }));

test("a model comes back from its file with options, vocabulary and the same embeddings", async () => {
  const model = createModel(options, { vocabulary, seed: 3 });
  await saveCheckpoint(file, model);
  const loaded = await loadModel(file);
  assert.deepEqual(loaded.options, options);
  assert.deepEqual(loaded.tokenizer.toJSON(), vocabulary.toJSON());
  const sentence = ["two planes"];
  assert.deepEqual(loaded.encodeTexts(sentence).dataSync(), model.encodeTexts(sentence).dataSync());
  assert.deepEqual(readdirSync(folder), ["model.safetensors"], "no half-written file stays behind");
});

test("the same seed gives the same weights", () => {
  const weights = (seed: number) =>
    createModel(options, { vocabulary, seed }).parameters.get("mvsa.LF_conv.weight").dataSync();
  assert.deepEqual(weights(5), weights(5));
  assert.notDeepEqual(weights(5), weights(6));
});

test("a file that is cut off, of another kind or missing is refused by name", async () => {
  const cut = join(folder, "cut.safetensors");
  writeFileSync(cut, readFileSync(file).subarray(0, -100));
  const other = join(folder, "other.safetensors");
  writeFileSync(other, "not a checkpoint at all");
  for (const bad of [cut, other, join(folder, "none.safetensors")]) {
    await assert.rejects(
      loadModel(bad),
      (error) => error instanceof CheckpointError && error.message.startsWith(bad),
    );
  }
});
