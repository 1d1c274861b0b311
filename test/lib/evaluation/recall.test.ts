import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chanceRecall } from "../../../src/lib/evaluation/evaluate.js";
import { recallMetrics } from "../../../src/lib/evaluation/recall.js";

test("a hand-worked matrix of two images and four captions has the ranks one counts", () => {
  const similarity = Float32Array.from([0.9, 0.2, 0.5, 0.1, 0.8, 0.7, 0.6, 0.3]);
  const { imageToText, textToImage, mR } = recallMetrics(similarity, 2, [0, 0, 1, 1]);
  // Image 0 finds caption 0 first. Image 1 finds captions 0 and 1 before its own caption 2.
  assert.deepEqual(imageToText, { r1: 50, r5: 100, r10: 100, medianRank: 2, meanRank: 2 });
  // Caption 1 prefers image 1. The other captions prefer their own image.
  assert.deepEqual(textToImage, { r1: 75, r5: 100, r10: 100, medianRank: 1, meanRank: 1.25 });
  assert.equal(mR, (50 + 100 + 100 + 75 + 100 + 100) / 6);
});

test("metrics equal those of a plain sort, ties included", () => {
  const cases = fc.integer({ min: 1, max: 8 }).chain((images) =>
    fc.tuple(
      fc.constant(images),
      fc.array(fc.integer({ min: 0, max: 3 }), {
        minLength: images * images * 5,
        maxLength: images * images * 5,
      }),
    ),
  );
  fc.assert(
    fc.property(cases, ([images, numbers]) => {
      const owner = Array.from({ length: images * 5 }, (_, text) => Math.floor(text / 5));
      const similarity = Float32Array.from(numbers);
      const order = (scores: number[]) =>
        scores
          .map((score, i) => ({ score, i }))
          .sort((a, b) => b.score - a.score || b.i - a.i)
          .map(({ i }) => i);
      const best = Array.from({ length: images }, (_, row) => {
        const ranked = order([...similarity.subarray(row * images * 5, (row + 1) * images * 5)]);
        return Math.min(...ranked.flatMap((text, rank) => (owner[text] === row ? [rank] : [])));
      });
      const own = owner.map((row, text) =>
        order(Array.from({ length: images }, (_, image) => similarity[image * images * 5 + text]!)).indexOf(
          row,
        ),
      );
      const found = recallMetrics(similarity, images, owner);
      const mean = (ranks: number[]) => ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length + 1;
      assert.ok(Math.abs(found.imageToText.meanRank - mean(best)) < 1e-9);
      assert.ok(Math.abs(found.textToImage.meanRank - mean(own)) < 1e-9);
    }),
  );
});

test("chance is k of n for one right answer, and more for several", () => {
  assert.ok(Math.abs(chanceRecall(10, 320) - 3.125) < 1e-9);
  assert.ok(Math.abs(chanceRecall(1, 4, 2) - 50) < 1e-9);
  assert.equal(chanceRecall(10, 5), 100);
});
