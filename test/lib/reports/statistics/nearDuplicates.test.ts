import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { nearDuplicates } from "../../../../src/lib/reports/statistics/nearDuplicates.js";
import { drawnCaptions } from "../../../support/drawnCaptions.js";
import { shared } from "../../../support/files.js";

const rsitmd = shared("data/rsitmd_precomp");

describe("nearDuplicates", () => {
  test("lists captions that describe another image, equal ones first and marked", async () => {
    const found = await nearDuplicates(drawnCaptions, { threshold: 0.3 });
    assert.deepEqual(
      found
        .filter(({ equal }) => equal)
        .map((one) => `${one.image} ${one.otherImage}`)
        .sort(),
      ["port_1.tif port_2.tif", "port_2.tif port_1.tif"],
    );
    const near = found.filter(({ equal }) => !equal);
    assert.ok(found[0]!.equal && near.length > 0);
    assert.ok(near.every((one, i) => i === 0 || one.similarity <= near[i - 1]!.similarity));
    assert.ok(!found.some(({ image: own, otherImage }) => own === otherImage));
  });

  test("keeps to its limit and its split", async () => {
    assert.equal((await nearDuplicates(drawnCaptions, { threshold: 0.5, limit: 1 })).length, 1);
    assert.equal((await nearDuplicates(drawnCaptions, { split: "test", threshold: 1.1 })).length, 2);
    assert.deepEqual(await nearDuplicates(drawnCaptions, { split: "train", threshold: 1.1 }), []);
  });

  test("finds eight captions of RSITMD's test split with the words of another image's caption", {
    skip: rsitmd.missing,
  }, async () => {
    const dataset = await loadDataset(rsitmd.path);
    const found = await nearDuplicates(dataset, { split: "test", measure: "bleu" });
    const equal = found.filter((one) => one.equal);
    assert.equal(new Set(equal.map(({ caption, image: own }) => `${own} ${caption}`)).size, 8);
    assert.ok(found.length > equal.length);
  });
});
