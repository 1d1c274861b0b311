import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { similarityPng } from "../../../../src/lib/reports/figures/similarityFigure.js";
import { textSimilarity } from "../../../../src/lib/similarity/textSimilarity.js";

describe("similarityPng", () => {
  test("is dark for a caption with its own image and light for any other", async () => {
    const images = Array.from({ length: 4 }, (_, i) => [`word${i} other${i} third${i} fourth${i}`]);
    const similarity = await textSimilarity(images, { measure: "bleu" });
    const png = await similarityPng([
      { name: "one", similarity },
      { name: "two", similarity },
    ]);
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    const brightness = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
    // The first panel's matrix fills 440 × 440 pixels from (62, 66).
    assert.ok(brightness(62 + 55, 66 + 55) < 40);
    assert.ok(brightness(62 + 165, 66 + 55) > 240);
    assert.ok(info.width > 2 * 500);
  });
});
