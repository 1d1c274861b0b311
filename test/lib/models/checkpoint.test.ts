import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { writeTensors } from "../../../src/lib/checkpoint/index.js";
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

test("a header that describes a huge or an impossible network is refused before memory is allocated", async () => {
  const vocabularyJson = JSON.stringify(vocabulary);
  const tensors = [{ name: "a", shape: [1], values: Float32Array.of(1) }];
  const damaged = join(folder, "damaged.safetensors");
  const before = process.memoryUsage.rss();
  const headers: [options: string, message: RegExp][] = [
    [JSON.stringify({ ...options, width: 100_000 }), /expected a model that the file's numbers can fill/],
    [
      JSON.stringify({ ...options, wordEmbedding: 2 ** 31 }),
      /expected a model that the file's numbers can fill/,
    ],
    ["null", /expected the options of a network in its header, found null/],
    ["[1]", /expected the options of a network/],
    ["{", /expected JSON in its header/],
  ];
  for (const [text, message] of headers) {
    const metadata = { format: "amfmn-lab/1", options: text, vocabulary: vocabularyJson };
    await writeTensors(damaged, { tensors, metadata });
    await assert.rejects(loadModel(damaged), (error: Error) => {
      assert.ok(error instanceof CheckpointError && error.message.startsWith(damaged), error.message);
      return message.test(error.message);
    });
  }
  assert.ok(process.memoryUsage.rss() - before < 400e6);
});
