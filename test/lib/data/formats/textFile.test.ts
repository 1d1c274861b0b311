import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../support/dataFolder.js";

const folder = new DataFolder();

describe("text files", () => {
  test("in UTF-16 with a byte order mark are read like UTF-8", async () => {
    const text = "\ufefffilename,caption\na.tif,Ein Café – groß\n";
    const file = folder.write("utf16.csv", Buffer.from(text, "utf16le"));
    assert.deepEqual((await loadDataset(file)).records[0]!.captions, ["Ein Café – groß"]);
  });

  test("in another encoding are rejected with the line of the first wrong byte", async () => {
    const latin = Buffer.from("filename,caption\na.tif,fine\nb.tif,caf\xe9\n", "latin1");
    await assert.rejects(loadDataset(folder.write("b.csv", latin)), /UTF-8, found byte 0xe9 in line 3/);
    folder.write("train_filename.txt", "a.tif\n");
    const half = folder.write("train_caps.txt", Buffer.from("\xff\xfea", "latin1"));
    await assert.rejects(loadDataset(half), /UTF-16LE/);
  });

  test("are checked to their end, however large they are", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `image_${i}.tif,a caption of some words\n`);
    const text = `filename,caption\n${rows.join("")}x.tif,caf\xe9\n`;
    const file = folder.write("large.csv", Buffer.from(text, "latin1"));
    await assert.rejects(loadDataset(file), /UTF-8, found byte 0xe9 in line 20002/);
  });
});
