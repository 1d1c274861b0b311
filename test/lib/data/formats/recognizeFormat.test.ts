import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { DataError } from "../../../../src/lib/base/errors.js";
import { inspectDataset, loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { synthesize } from "../../../../src/lib/data/synthesis/synthesize.js";
import { DataFolder } from "../../../support/dataFolder.js";

const folder = new DataFolder();

describe("the format", () => {
  test("is recognized by the content, not by the name of the file", async () => {
    const json = folder.write("data.txt", '{"images": [{"filename": "a.tif", "sentences": ["A."]}]}');
    assert.equal((await inspectDataset(json)).format, "json");
    const table = folder.write("table.txt", "file;sentence\na.tif;A.\n");
    assert.equal((await inspectDataset(table)).format, "csv");
    await assert.rejects(
      loadDataset(folder.write("notes.txt", "hello\n")),
      /expected JSON with images .* found none/,
    );
  });

  test("of JSON that is cut off is rejected with the file and the line", async () => {
    await assert.rejects(
      loadDataset(folder.write("a.json", '{"images": [{"filename": "a.tif",\n "sent')),
      /a\.json: expected JSON, .* ends in line 2 .* cut off/,
    );
    const out = folder.fresh();
    await synthesize({ out, images: 3, seed: 1 });
    const bytes = readFileSync(join(out, "dataset_RSITMD.json")).subarray(0, 500);
    const file = folder.write("dataset_RSITMD.json", bytes);
    await assert.rejects(
      loadDataset(file),
      (error) =>
        error instanceof DataError &&
        ["dataset_RSITMD.json", "expected JSON"].every((part) => error.message.includes(part)),
    );
  });
});
