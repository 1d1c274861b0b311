import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { datasetStatistics } from "../../../../src/lib/reports/statistics/datasetStatistics.js";
import { disagreements, sixBars, sixBarsMarkdown } from "../../../../src/lib/reports/statistics/sixBars.js";
import { textSimilarity } from "../../../../src/lib/similarity/textSimilarity.js";
import { drawnCaptions } from "../../../support/drawnCaptions.js";
import { shared } from "../../../support/files.js";

const rsitmd = shared("data/rsitmd_precomp");

describe("datasetStatistics", () => {
  test("follows the definition of each bar", async () => {
    const [bars] = await datasetStatistics([drawnCaptions]);
    assert.equal(bars!.images, 3);
    assert.equal(bars!.captions, 6);
    assert.equal(bars!.meanSentenceLength, (6 + 7 + 6 + 4 + 4 + 0) / 6);
    assert.equal(bars!.diversity, 5 / 3);
    assert.equal(bars!.words, new Set("two ships in a port . are the wide green farm".split(" ")).size);
    assert.equal(bars!.classes, 2);
    const { mean } = await textSimilarity(
      drawnCaptions.records.map(({ captions }) => captions),
      { measure: "released" },
    );
    assert.equal(bars!.meanSimilarity, mean);
  });

  test("has the paper's figures for RSITMD's published captions, except for the classes", {
    skip: rsitmd.missing,
  }, async () => {
    const [bars] = await datasetStatistics([await loadDataset(rsitmd.path)]);
    assert.deepEqual(
      sixBars.map(({ key, digits }) => bars![key].toFixed(digits)),
      ["4743", "11.32", "4.60", "0.028", "3908", "33"],
    );
    assert.deepEqual(
      disagreements([bars!]).map(({ bar, found, paper }) => [bar.key, found, paper]),
      [["classes", 33, 32]],
    );
    assert.match(sixBarsMarkdown([bars!]), /\| Classes \| 33 \(32\) \|[\s\S]*updated after the paper/);
  });
});
