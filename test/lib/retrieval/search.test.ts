import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import {
  buildIndex,
  type Dataset,
  type ImageIndex,
  type RetrievalModel,
  ready,
  search,
} from "../../../src/lib/index.js";
import { encodeTexts, rerankQueryOf, similarityMatrix } from "../../../src/lib/retrieval/index.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "search-"));
let dataset: Dataset;
let model: RetrievalModel;
let index: ImageIndex;

before(async () => {
  await ready({ engine: "cpu" });
  dataset = await tinyScenes(folder, 9);
  model = tinyModel(dataset, 3);
  index = await buildIndex(model, dataset);
});
after(() => {
  index.dispose();
  model.dispose();
  rmSync(folder, { recursive: true });
});

describe("search with a rerank", () => {
  const query = "a white field";

  test("orders the first K as the rerank of the whole matrix does, and leaves the others", async () => {
    const rivals = await encodeTexts(model, dataset.captions);
    const all = await encodeTexts(model, [...dataset.captions, query]);
    const matrix = { shape: [9, all.shape[0]], values: await similarityMatrix(model, index.embeddings, all) };
    const expected = rerankQueryOf(matrix, { text: all.shape[0] - 1 }, { k: 4 });
    const plain = await search(model, index, query);
    const found = await search(model, index, query, 10, { rerank: { rivals, k: 4 } });
    assert.deepEqual(
      found.slice(0, 4).map(({ index: place }) => place),
      expected.map(({ index: place }) => place),
    );
    for (const [i, { reranked }] of found.slice(0, 4).entries()) {
      assert.equal(reranked!.before, expected[i]!.before);
      assert.ok(Math.abs(reranked!.newScore - expected[i]!.newScore) < 1e-4);
    }
    assert.deepEqual(found.slice(4), plain.slice(4));
    tf.dispose([rivals, all]);
  });

  test("leaves no tensor behind, and refuses wrong options and disposed rivals", async () => {
    const rivals = await encodeTexts(model, dataset.captions);
    const tensors = tf.memory().numTensors;
    await search(model, index, query, 3, { rerank: { rivals } });
    await assert.rejects(search(model, index, query, 3, { rerank: { rivals, k: 0 } }), {
      name: "OptionError",
      message: /option k/,
    });
    assert.equal(tf.memory().numTensors, tensors);
    rivals.dispose();
    await assert.rejects(search(model, index, query, 3, { rerank: { rivals } }), {
      name: "OptionError",
      message: /^rivals: /,
    });
  });
});
