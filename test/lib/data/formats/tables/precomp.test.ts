import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DataError } from "../../../../../src/lib/base/errors.js";
import { loadDataset } from "../../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../../support/dataFolder.js";
import { root, run } from "../../../../support/venv.js";

const folder = new DataFolder();

describe("the released code's text files", () => {
  test("of *_verify replace the unsplit training captions", async () => {
    for (const [name, captions] of [
      ["train_caps", "a\nb\n"],
      ["train_caps_verify", "a\n"],
      ["val_caps_verify", "b\n"],
      ["test_caps", "c\n"],
    ] as const) {
      folder.write(`${name}.txt`, captions);
      folder.write(`${name.replace("caps", "filename")}.txt`, captions.replace(/(\w)/g, "$1.tif"));
    }
    const { records } = await loadDataset(folder.path);
    assert.deepEqual(
      records.map(({ filename, split }) => `${split} ${filename}`),
      ["train a.tif", "val b.tif", "test c.tif"],
    );
  });

  test("with another number of captions than file names are rejected with both numbers", async () => {
    folder.write("train_caps.txt", "one\ntwo\nthree\n");
    folder.write("train_filename.txt", "a.tif\nb.tif\n");
    await assert.rejects(loadDataset(folder.path), (error) => {
      assert.ok(error instanceof DataError);
      for (const part of ["train_caps.txt", "(2)", "found 3"]) assert.ok(error.message.includes(part));
      return true;
    });
  });

  test("with a million captions (45 MB) load in a heap of 384 MB", async () => {
    const lines = Array.from({ length: 1_000_000 }, (_, i) => `a caption with some words about scene ${i}\n`);
    folder.write("train_caps.txt", lines.join(""));
    const names = Array.from({ length: 200_000 }, (_, i) => `scene_${i}.tif\n`);
    folder.write("train_filename.txt", names.join(""));
    const script = `
      import { loadDataset } from "${root}src/lib/data/loadDataset.ts";
      const { records } = await loadDataset(${JSON.stringify(folder.path)});
      console.log(records.length, records.at(-1).captions.at(-1));
    `;
    const loader = ["--import", `${root}test/support/register.mjs`, "--max-old-space-size=384"];
    const { stdout, stderr } = await run(process.execPath, [...loader, "--input-type=module", "-e", script]);
    assert.equal(stdout.trim(), "200000 a caption with some words about scene 999999", stderr);
  });
});
