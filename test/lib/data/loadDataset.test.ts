import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import sharp from "sharp";
import { inspectDataset, loadDataset } from "../../../src/lib/data/loadDataset.js";
import { DatasetError } from "../../../src/lib/data/problems.js";
import { DataFolder, withoutPaths } from "../../support/dataFolder.js";
import { shared } from "../../support/files.js";

const folder = new DataFolder();
const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: "#456" } })
    .png()
    .toBuffer();
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
    folder.write("images/a.tif", await picture());
    const { problems } = await inspectDataset(folder.path, { checkImages: true });
    assert.deepEqual(
      problems.map(({ filename, line }) => [filename, line]),
      [["b.tif", 2]],
    );
  });

  test("finds images that no program can open, and names that differ little", async () => {
    const names = [
      "empty.tif",
      "pointer.tif",
      "page.tif",
      "cut.png",
      "Upper.tif",
      "other.tif",
      "caf\u00e9.png",
      "fine.png",
    ];
    folder.write("dataset.json", {
      images: names.map((filename) => ({ filename, sentences: [{ raw: "a port" }] })),
    });
    const png = await picture();
    folder.write("images/empty.tif", "");
    folder.write("images/pointer.tif", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n");
    folder.write("images/page.tif", "<!DOCTYPE html><html></html>");
    folder.write("images/cut.png", png.subarray(0, png.length - 20));
    folder.write("images/upper.TIF", png);
    folder.write("images/other.jpg", png);
    folder.write("images/cafe\u0301.png", png);
    folder.write("images/fine.png", png);
    const { problems } = await inspectDataset(folder.path, { checkImages: true });
    const reasons = new Map(problems.map(({ record, reason }) => [record, reason]));
    assert.match(reasons.get(1)!, /cannot be used .*empty/);
    assert.match(reasons.get(2)!, /cannot be used .*Git LFS/);
    assert.match(reasons.get(3)!, /cannot be used .*HTML/);
    assert.match(reasons.get(4)!, /cannot be used/);
    assert.match(reasons.get(5)!, /has no image, .*; found upper\.TIF, whose letters differ in case/);
    assert.match(reasons.get(6)!, /found other\.jpg, whose extension differs/);
    assert.match(reasons.get(7)!, /another Unicode form/);
    assert.deepEqual([...reasons.keys()].sort(), [1, 2, 3, 4, 5, 6, 7]);
  });

  test("counts records and lines as they are in the file, behind records with errors too", async () => {
    folder.write("dataset.json", {
      images: [{ sentences: ["x"] }, 5, { filename: "c.tif", sentences: [" ", "x"] }],
    });
    const json = await inspectDataset(folder.path);
    assert.deepEqual(
      json.problems.map(({ record, reason }) => [record, reason.slice(0, 9)]),
      [
        [1, "has no fi"],
        [2, "expected "],
        [3, "has a bla"],
      ],
    );
    const table = folder.write("t.csv", 'filename,caption\n\na.tif,"two\nlines"\n,no image\nb.tif,\n');
    const { problems } = await inspectDataset(table);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [5, 6],
    );
  });
});
