import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspectDataset, loadDataset } from "../../../../../src/lib/data/loadDataset.js";
import { DataFolder, withoutPaths } from "../../../../support/dataFolder.js";

const folder = new DataFolder();

describe("a table", () => {
  test("loads with a row for each caption, quotes and keywords", async () => {
    const rows = folder.write(
      "mine.csv",
      'image,caption,split,tags\nx.png,"Red, ""big"" roof",test,roof;red house\nx.png,Second,test,roof;red house\n',
    );
    assert.deepEqual(withoutPaths(await loadDataset(rows)), [
      {
        filename: "x.png",
        captions: ['Red, "big" roof', "Second"],
        keywords: ["roof", "red house"],
        sceneClass: "x",
        split: "test",
      },
    ]);
  });

  test("loads with a column for each caption, tabs and a class", async () => {
    const wide = folder.write(
      "wide.tsv",
      "\ufeffFilename\tCaption1\tCaption2\tClass\npond_1.png\tA pond.\tWater.\tlake\n",
    );
    assert.deepEqual(withoutPaths(await loadDataset(wide)), [
      {
        filename: "pond_1.png",
        captions: ["A pond.", "Water."],
        keywords: [],
        sceneClass: "lake",
        split: "train",
      },
    ]);
  });

  test("with a comma too many in a row is rejected with the line", async () => {
    await assert.rejects(
      loadDataset(folder.write("a.csv", "filename,caption\na.tif,fine\nb.tif,red, big\n")),
      /line 3 \("b\.tif"\) expected 2 columns .* found 3/,
    );
  });

  test("without an image or with an unknown split in a row is rejected with the line", async () => {
    const { problems } = await inspectDataset(
      folder.write("a.csv", "filename,caption,split\n,A port.,train\nb.tif,A port.,trian\n"),
    );
    assert.deepEqual(
      problems.map(({ line, filename, reason }) => [line, filename, reason]),
      [
        [2, undefined, "has no image, expected a file name"],
        [3, "b.tif", 'has split "trian", expected train, val or test'],
      ],
    );
  });
});
