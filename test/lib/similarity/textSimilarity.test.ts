import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../src/lib/base/errors.js";
import { Random } from "../../../src/lib/base/random.js";
import {
  captionSimilarity,
  type MeasureOptions,
  similarityMeasures,
} from "../../../src/lib/similarity/measure.js";
import { textSimilarity } from "../../../src/lib/similarity/textSimilarity.js";
import { smoothingMethods } from "../../../src/lib/text/measures/bleu.js";
import { shared } from "../../support/files.js";

const data = shared("data/rsitmd_precomp");
const testImages = data.missing
  ? []
  : inFives(readFileSync(join(data.path, "test_caps.txt"), "utf8").trimEnd().split("\n"));

function inFives(captions: string[]): string[][] {
  return Array.from({ length: captions.length / 5 }, (_, i) => captions.slice(5 * i, 5 * i + 5));
}

async function assertPlain(images: string[][], options: MeasureOptions, samples: number): Promise<void> {
  const { scores, columns } = await textSimilarity(images, options);
  const captions = images.flat();
  const random = new Random(3);
  for (let k = 0; k < samples; k++) {
    const caption = random.integer(0, columns - 1);
    const image = k % 4 ? random.integer(0, images.length - 1) : Math.floor(caption / 5);
    const expected = captionSimilarity(images[image]!, captions[caption]!, options);
    assert.ok(
      Math.abs(scores[image * columns + caption]! - expected) < 1e-6,
      `image ${image}, caption ${caption}: ${scores[image * columns + caption]}, by definition ${expected}`,
    );
  }
}

describe("textSimilarity", () => {
  for (const measure of similarityMeasures) {
    test(`${measure}: has the definition's values on 1,000 cells of RSITMD's test matrix`, {
      skip: data.missing,
    }, async () => {
      assert.equal(testImages.length, 452);
      await assertPlain(testImages, { measure }, 1000);
    });
  }

  test("released: has the paper's mean over RSITMD's test matrix, 0.028", {
    skip: data.missing,
  }, async () => {
    const { mean } = await textSimilarity(testImages, { measure: "released" });
    assert.equal(mean.toFixed(3), "0.028");
  });

  test("has the definition's values on repeated words, blanks, one word and more than 64 words", async () => {
    const word = fc.constantFrom("ship", "ships", "boat", "port", "the", "a", ",", "harbour", "sailing", ".");
    const caption = fc.oneof(
      { weight: 8, arbitrary: fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")) },
      {
        weight: 1,
        arbitrary: fc.array(word, { minLength: 60, maxLength: 80 }).map((words) => words.join(" ")),
      },
    );
    const image = fc.array(caption, { maxLength: 3 });
    const options = fc.record({
      measure: fc.constantFrom(...similarityMeasures),
      bleuShare: fc.constantFrom(0, 0.3, 1),
      bleu: fc.record({
        order: fc.integer({ min: 1, max: 4 }),
        smoothing: fc.constantFrom(...smoothingMethods.filter((method) => method !== "method6")),
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(image, { minLength: 1, maxLength: 5 }), options, async (images, how) => {
        const captions = images.flat();
        if (captions.length === 0) return;
        const { scores } = await textSimilarity(images, how);
        for (const [row, own] of images.entries()) {
          for (const [column, text] of captions.entries()) {
            const expected = captionSimilarity(own, text, how);
            assert.ok(Math.abs(scores[row * captions.length + column]! - expected) < 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("has the same values on two threads, and the means of its cells", {
    skip: data.missing,
  }, async () => {
    const images = testImages.slice(0, 210);
    const one = await textSimilarity(images, { threads: 1 });
    const two = await textSimilarity(images, { threads: 2 });
    assert.deepEqual(two.scores, one.scores);
    const own = one.scores.filter((_, k) => one.imageOf[k % one.columns] === Math.floor(k / one.columns));
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean(own) - one.ownImageMean) < 1e-6);
    assert.ok(Math.abs(mean(one.scores) - one.mean) < 1e-9);
    assert.ok(one.ownImageMean > 0.9);
  });

  test("rejects no captions, an unknown measure and a share outside of 0…1, and stops when aborted", async () => {
    await assert.rejects(textSimilarity([[]]), OptionError);
    await assert.rejects(textSimilarity([["a"]], { measure: "rouge" as "bleu" }), OptionError);
    await assert.rejects(textSimilarity([["a"]], { bleuShare: 2 }), OptionError);
    await assert.rejects(textSimilarity([["a"]], { signal: AbortSignal.abort() }), /abort/i);
  });
});
