import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../support/dataFolder.js";

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
});
