import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../src/lib/base/errors.js";
import { convertDataset, writtenFormats } from "../../../src/lib/data/convertDataset.js";
import { Dataset, splits } from "../../../src/lib/data/dataset.js";
import { loadDataset } from "../../../src/lib/data/loadDataset.js";
import { DataFolder, withoutPaths } from "../../support/dataFolder.js";

const folder = new DataFolder();

describe("convertDataset", () => {
  test("writes every format so that any data set is read back the same", async () => {
    const name = fc.stringMatching(/^[a-z]{1,6}_[0-9]{1,3}\.tif$/);
    const caption = fc
      .oneof(
        fc.stringMatching(/^[A-Za-z,"';.|#\t é]{1,30}$/),
        fc.constantFrom("", '"', '""', 'say "port"', "a\u{1f6e9}", "{", "[1]", "0", "null"),
      )
      .filter((text) => !/^\s+$/.test(text));
    const record = fc.record({
      filename: name,
      captions: fc.array(caption, { minLength: 1, maxLength: 4 }),
      keywords: fc.array(fc.stringMatching(/^-?[a-z]{2,8}( [a-z]{2,8})?$/), { maxLength: 3 }),
      split: fc.constantFrom(...splits),
    });
    const records = fc.uniqueArray(record, {
      selector: ({ filename }) => filename,
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(records, fc.constantFrom(...writtenFormats), async (drawn, format) => {
        const ordered = drawn.toSorted((a, b) => splits.indexOf(a.split) - splits.indexOf(b.split));
        const sceneClass = (filename: string) => filename.replace(/_\d+\.tif$/, "");
        const dataset = new Dataset(
          "drawn",
          ordered.map((one) => ({ ...one, path: "", sceneClass: sceneClass(one.filename) })),
        );
        const out = folder.fresh();
        await convertDataset(dataset, format, out);
        const read = [await loadDataset(out)];
        const kept =
          format === "json" || format === "csv"
            ? withoutPaths(dataset)
            : withoutPaths(dataset).map((one) => ({ ...one, keywords: [] }));
        const trimmed =
          format === "coco"
            ? kept.map((one) => ({ ...one, captions: one.captions.map((text) => text.trim()) }))
            : kept;
        assert.deepEqual(read.flatMap(withoutPaths), trimmed);
      }),
      { numRuns: 60 },
    );
  });

  test("rejects an unknown format", async () => {
    await assert.rejects(
      convertDataset(new Dataset("none", []), "xml" as "json", folder.path),
      (error) => error instanceof OptionError && /found "xml"/.test(error.message),
    );
  });

  test("replaces no file that the data set is read from", async () => {
    const out = folder.fresh();
    const table = join(out, "captions.csv");
    const text = "filename,caption,note\na.tif,a red roof,seen twice\n";
    writeFileSync(table, text);
    const dataset = await loadDataset(out);
    for (const part of [dataset, dataset.split("train")]) {
      await assert.rejects(convertDataset(part, "csv", out), (error) => {
        return error instanceof OptionError && error.message.startsWith(`${table}: expected a place`);
      });
    }
    assert.equal(readFileSync(table, "utf8"), text);
    for (let time = 0; time < 2; time++) await convertDataset(dataset, "coco", out);
  });
});
