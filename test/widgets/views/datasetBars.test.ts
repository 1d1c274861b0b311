import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { barsSvg } from "../../../src/widgets/views/datasetBars/bars.js";
import { DatasetBars } from "../../../src/widgets/views/datasetBars/model.js";
import { playKernel } from "../../support/kernelHost.js";

const numbers = {
  images: 100,
  meanSentenceLength: 11.32,
  diversity: 4.6,
  meanSimilarity: 0.028,
  words: 3908,
  classes: 32,
};
const datasets = [
  { name: "RSITMD", ...numbers },
  { name: 'mine <"1">', ...numbers, images: 50 },
];

describe("the six bars", () => {
  test("are as long as their numbers say, and say them to people who do not see them", () => {
    const svg = barsSvg(datasets);
    const lengths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
    assert.equal(lengths.length, 12);
    assert.ok(Math.abs(lengths[1]! - lengths[0]! / 2) < 0.1, "half of the samples, half of the bar");
    assert.match(svg, /aria-label="Samples: RSITMD 100, mine [^"]* 50; Mean sentence length: RSITMD 11\.32/);
  });

  test("draw a data set's name with any characters", async () => {
    playKernel();
    const bundle = await new DatasetBars(datasets).mimeBundle();
    const { width } = await sharp(Buffer.from(bundle["image/svg+xml"] as string)).metadata();
    assert.equal(width, 1022);
  });

  test("need a data set", () => {
    playKernel();
    assert.throws(() => new DatasetBars([]), /at least one data set, found none/);
  });
});
