import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import {
  buildIndex,
  DataError,
  type Dataset,
  type RetrievalModel,
  ready,
  score,
  search,
} from "../../../src/lib/index.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "score-"));
let dataset: Dataset;
let model: RetrievalModel;

before(async () => {
  await ready({ engine: "cpu" });
  dataset = await tinyScenes(folder, 6);
  model = tinyModel(dataset, 3);
});
after(() => rmSync(folder, { recursive: true }));

describe("score", () => {
  test("a path, a URL, a file's bytes, a pipeline and a record of one image have the same scores", async () => {
    const record = dataset.records[0]!;
    const { path } = record;
    const forms = [path, pathToFileURL(path), readFileSync(path), sharp(path), record];
    const rows = await score(model, forms, dataset.captions.slice(0, 3));
    assert.equal(rows.length, forms.length);
    for (const row of rows) assert.deepEqual(row, rows[0]);
  });

  test("leaves no tensor behind, also when an image cannot be opened", async () => {
    const tensors = tf.memory().numTensors;
    await score(model, dataset.paths, ["a red field"]);
    await assert.rejects(
      score(model, [dataset.paths[0]!, Buffer.from("no image")], ["a red field"]),
      (error) => error instanceof DataError && /^image 2 \(Buffer\): /.test(error.message),
    );
    assert.equal(tf.memory().numTensors, tensors);
  });

  test("no images have no rows, and no texts have empty rows", async () => {
    assert.deepEqual(await score(model, [], ["a red field"]), []);
    assert.deepEqual(await score(model, dataset.paths.slice(0, 2), []), [[], []]);
  });
});

describe("buildIndex", () => {
  test("an index of a data set finds records, one of bytes has neither record nor path", async () => {
    const ofRecords = await buildIndex(model, dataset);
    const ofBytes = await buildIndex(
      model,
      dataset.paths.map((path) => readFileSync(path)),
    );
    const query = "a red field";
    const [records, bytes] = [await search(model, ofRecords, query), await search(model, ofBytes, query)];
    assert.deepEqual(
      records.map(({ index, score }) => ({ index, score })),
      bytes.map(({ index, score }) => ({ index, score })),
    );
    for (const { index, record, path } of records) {
      assert.equal(record, dataset.records[index]);
      assert.equal(path, dataset.paths[index]);
    }
    for (const { index, record, path, name } of bytes)
      assert.deepEqual([record, path, name], [undefined, undefined, `image ${index + 1} (Buffer)`]);
    ofRecords.dispose();
    ofBytes.dispose();
  });
});
