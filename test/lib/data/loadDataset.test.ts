import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inspectDataset, loadDataset } from "../../../src/lib/data/loadDataset.js";
import { DatasetError } from "../../../src/lib/data/problems.js";
import { DataFolder, withoutPaths } from "../../support/dataFolder.js";
import { shared } from "../../support/files.js";

const folder = new DataFolder();
const rsitmd = shared("data/rsitmd_precomp");

describe("loadDataset", () => {
  test("loads RSITMD: 4291 training and 452 test images with five captions each", {
    skip: rsitmd.missing,
  }, async () => {
    const dataset = await loadDataset(rsitmd.path);
    assert.equal(dataset.split("train").records.length, 4291);
    assert.equal(dataset.split("test").records.length, 452);
    assert.ok(dataset.records.every(({ captions }) => captions.length === 5));
  });

  test("warns of RSITMD's twenty blank training captions, each with its image", {
    skip: rsitmd.missing,
  }, async () => {
    const { warnings } = await loadDataset(rsitmd.path);
    const blanks = warnings.filter(({ reason }) => reason.includes("blank"));
    assert.equal(blanks.length, 20);
    assert.ok(blanks.every(({ filename }) => filename?.endsWith(".tif")));
  });

  test("warns of blank sentences, unusual numbers of sentences and images in two splits, and keeps them", async () => {
    const five = (text: string) => [1, 2, 3, 4, 5].map((i) => ({ raw: `${text} ${i}` }));
    folder.write("dataset.json", {
      images: [
        { filename: "a.tif", split: "train", sentences: five("a") },
        { filename: "b.tif", split: "train", sentences: [{ raw: "  " }, ...five("b").slice(1)] },
        { filename: "c.tif", split: "train", sentences: five("c").slice(1) },
        { filename: "a.tif", split: "test", sentences: five("z") },
      ],
    });
    const { records, warnings } = await loadDataset(folder.path);
    assert.equal(records[1]!.captions[0], "  ");
    assert.deepEqual(
      warnings.map(({ filename, reason }) => `${filename} ${reason}`),
      [
        "b.tif has a blank sentence (1 of 5)",
        "c.tif has 4 sentences, most images have 5",
        "a.tif is in the splits train and test",
      ],
    );
  });

  test("throws one error with all problems of a file, each with record, name, expected and found", async () => {
    const file = folder.write("dataset.json", {
      images: [
        { sentences: [{ raw: "x" }] },
        { filename: "a.tif", split: "trian", sentences: [{ raw: "x" }] },
        { filename: "b.tif", sentences: [{ raw: 5 }] },
        { filename: "c.tif", sentences: [], keywords: "port" },
        7,
        { filename: "d.tif", sentences: [{ raw: "fits" }] },
      ],
    });
    const { dataset, problems } = await inspectDataset(file);
    assert.deepEqual(
      withoutPaths(dataset).map(({ filename }) => filename),
      ["d.tif"],
    );
    assert.equal(problems.length, 6);
    await assert.rejects(loadDataset(file), (error) => {
      assert.ok(error instanceof DatasetError);
      assert.equal(error.problems.length, 6);
      for (const part of [
        "dataset.json: record 1 has no filename",
        'record 2 ("a.tif") has split "trian", expected train',
        "and 1 more",
      ]) {
        assert.ok(error.message.includes(part), error.message);
      }
      return true;
    });
  });
});

describe("inspectDataset", () => {
  test("reports each missing image, or the missing folder once", async () => {
    folder.write("train_caps.txt", "a\nb\n");
    folder.write("train_filename.txt", "a.tif\nb.tif\n");
    const without = await inspectDataset(folder.path, { checkImages: true });
    assert.equal(without.problems.length, 1);
    mkdirSync(join(folder.path, "images"));
    folder.write("images/a.tif", "");
    const { problems } = await inspectDataset(folder.path, { checkImages: true });
    assert.deepEqual(
      problems.map(({ filename, record }) => [filename, record]),
      [["b.tif", 2]],
    );
  });
});
