import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rerankedRecalls } from "../../../src/lib/evaluation/rerankedRecalls.js";
import { rerank } from "../../../src/lib/retrieval/index.js";

describe("rerankedRecalls", () => {
  test("takes each direction from its own matrix", () => {
    // Images find their own texts; texts find the other image.
    const [imageToText, textToImage] = [Float32Array.of(1, 0, 0, 1), Float32Array.of(0, 1, 1, 0)];
    const { mR, ...recalls } = rerankedRecalls({ shape: [2, 2], imageToText, textToImage }, [0, 1]);
    assert.deepEqual(recalls.imageToText, { r1: 100, r5: 100, r10: 100 });
    assert.deepEqual(recalls.textToImage, { r1: 0, r5: 100, r10: 100 });
    assert.equal(mR, 500 / 6);
  });

  test("rises where a text's first image has better texts", () => {
    // Text 1 prefers image 0 by a little, and image 0 prefers its own text by far. Image 1 has only text 1.
    const values = Float32Array.of(0.9, 0.52, 0.1, 0.5);
    const { textToImage } = rerankedRecalls(rerank({ shape: [2, 2], values }), [0, 1]);
    assert.equal(textToImage.r1, 100);
  });

  test("ranks the later of equal scores first", () => {
    const zeros = new Float32Array(4);
    const { textToImage } = rerankedRecalls(
      { shape: [2, 2], imageToText: zeros, textToImage: zeros },
      [0, 1],
    );
    assert.equal(textToImage.r1, 50);
  });
});
