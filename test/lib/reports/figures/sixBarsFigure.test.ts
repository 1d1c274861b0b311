import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { Dataset } from "../../../../src/lib/data/dataset.js";
import { sixBarsPng } from "../../../../src/lib/reports/figures/sixBarsFigure.js";
import { datasetStatistics } from "../../../../src/lib/reports/statistics/datasetStatistics.js";
import { drawnCaptions } from "../../../support/drawnCaptions.js";

describe("sixBarsPng", () => {
  test("draws any number of data sets, with any name", async () => {
    const other = new Dataset("RSITMD <2>", drawnCaptions.records);
    const statistics = await datasetStatistics([drawnCaptions, other]);
    const { width, height, format } = await sharp(await sixBarsPng(statistics)).metadata();
    assert.equal(format, "png");
    assert.ok(width > 900 && height > 500);
  });
});
