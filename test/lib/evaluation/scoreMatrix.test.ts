import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ScoreMatrix } from "../../../src/lib/evaluation/index.js";
import { type ImageRecord, OptionError } from "../../../src/lib/index.js";

const record = (i: number): ImageRecord => ({
  filename: `${i}.png`,
  path: `${i}.png`,
  captions: [],
  keywords: [],
  sceneClass: "",
  split: "test",
});

/** Creates a matrix of images with two texts each and a different score in each cell. */
function matrixOf(images: number): ScoreMatrix {
  const texts = 2 * images;
  return new ScoreMatrix(
    Array.from({ length: images }, (_, i) => record(i)),
    Array.from({ length: texts }, (_, i) => `text ${i}`),
    Array.from({ length: texts }, (_, i) => Math.floor(i / 2)),
    Float32Array.from({ length: images * texts }, (_, cell) => cell),
  );
}

describe("ScoreMatrix.submatrix", () => {
  test("every cell keeps its image, its text and its score", () => {
    const choice = fc.integer({ min: 1, max: 5 }).chain((images) =>
      fc.record({
        images: fc.constant(images),
        rows: fc.uniqueArray(fc.nat(images - 1), { minLength: 1 }),
        columns: fc.uniqueArray(fc.nat(2 * images - 1), { minLength: 1 }),
      }),
    );
    fc.assert(
      fc.property(choice, ({ images, rows, columns }) => {
        const whole = matrixOf(images);
        const part = whole.submatrix({ images: rows, texts: columns });
        for (const [row, image] of rows.entries()) {
          assert.equal(part.records[row], whole.records[image]);
          for (const [column, text] of columns.entries()) {
            assert.equal(part.texts[column], whole.texts[text]);
            const score = whole.similarity[image * whole.texts.length + text];
            assert.equal(part.similarity[row * columns.length + column], score);
            assert.equal(part.owners[column] === row, whole.owners[text] === image);
          }
        }
      }),
    );
  });

  test("chosen images come with their own texts unless texts are chosen", () => {
    const part = matrixOf(4).submatrix({ images: [3, 1] });
    assert.deepEqual(part.texts, ["text 2", "text 3", "text 6", "text 7"]);
    assert.deepEqual(part.owners, [1, 1, 0, 0]);
  });

  test("a number outside of the matrix is refused", () => {
    for (const choice of [{ images: [4] }, { images: [0.5] }, { texts: [-1] }, { texts: [8] }])
      assert.throws(() => matrixOf(4).submatrix(choice), OptionError);
  });
});
