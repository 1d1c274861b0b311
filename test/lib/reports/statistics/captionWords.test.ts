import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sentenceLengths, wordFrequencies } from "../../../../src/lib/reports/statistics/captionWords.js";
import { drawnCaptions } from "../../../support/drawnCaptions.js";

describe("wordFrequencies", () => {
  test("counts words in captions and in images, the most frequent first", () => {
    const frequencies = wordFrequencies(drawnCaptions, { withoutStopWords: true });
    assert.deepEqual(frequencies.slice(0, 2), [
      { word: "port", count: 4, images: 2 },
      { word: "ships", count: 3, images: 2 },
    ]);
    assert.ok(!frequencies.some(({ word }) => word === "a"));
    assert.ok(wordFrequencies(drawnCaptions).some(({ word }) => word === "a"));
  });
});

describe("sentenceLengths", () => {
  test("counts captions by their number of words", () => {
    assert.deepEqual(sentenceLengths(drawnCaptions), [1, 0, 0, 2, 0, 2, 1]);
  });
});
