import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadDataset } from "../../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../../support/dataFolder.js";

const folder = new DataFolder();

describe("JSON of RSITMD, RSICD, UCM, Sydney and Karpathy", () => {
  test("loads: the split restval trains, and COCO's folder is in the path", async () => {
    folder.write("dataset_coco.json", {
      dataset: "coco",
      images: [
        {
          filepath: "val2014",
          filename: "COCO_val2014_1.jpg",
          split: "restval",
          sentences: [{ tokens: ["a"], raw: "A dog." }],
        },
        { filename: "port_3.tif", split: "test", keywords: ["-port"], sentences: [{ raw: "A port." }] },
      ],
    });
    const { records } = await loadDataset(folder.path);
    assert.equal(records[0]!.split, "train");
    assert.equal(records[0]!.path, join(folder.path, "images", "val2014", "COCO_val2014_1.jpg"));
    assert.deepEqual([records[1]!.sceneClass, records[1]!.keywords], ["port", ["-port"]]);
  });

  test("takes the class of numbered images from RSICD's lists beside the data", async () => {
    folder.write("txtclasses_rsicd/viaduct.txt", "00013.jpg\n00014.jpg\n");
    folder.write("dataset_rsicd.json", {
      images: [{ filename: "00013.jpg", sentences: [{ raw: "A viaduct." }] }],
    });
    assert.equal((await loadDataset(folder.path)).records[0]!.sceneClass, "viaduct");
  });
});
