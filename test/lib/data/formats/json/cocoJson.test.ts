import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspectDataset, loadDataset } from "../../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../../support/dataFolder.js";

const folder = new DataFolder();

describe("COCO's annotations", () => {
  test("load with the split in the name of the file", async () => {
    const file = folder.write("captions_val2014.json", {
      images: [
        { id: 7, file_name: "a.jpg" },
        { id: 8, file_name: "b.jpg" },
      ],
      annotations: [
        { image_id: 8, caption: "B one. " },
        { image_id: 7, caption: "A." },
        { image_id: 8, caption: "B two." },
      ],
    });
    const { records } = await loadDataset(file);
    assert.deepEqual(
      records.map(({ filename, captions, split }) => [filename, captions, split]),
      [
        ["a.jpg", ["A."], "val"],
        ["b.jpg", ["B one.", "B two."], "val"],
      ],
    );
  });

  test("with errors are rejected with the number in their list", async () => {
    const file = folder.write("captions_train2014.json", {
      images: [{ id: 1, file_name: "a.jpg" }, { id: 2 }],
      annotations: [{ image_id: 3, caption: "A." }, { image_id: 1 }],
    });
    const { dataset, problems } = await inspectDataset(file);
    assert.deepEqual(dataset.records, []);
    assert.deepEqual(
      problems.map(({ record, reason }) => `${record} ${reason}`),
      [
        '2 of images is {"id":2}, expected {id, file_name}',
        "1 of annotations names image 3, which is not in images",
        '2 of annotations is {"image_id":1}, expected {image_id, caption}',
        "1 has no sentences, expected at least one",
      ],
    );
  });
});
