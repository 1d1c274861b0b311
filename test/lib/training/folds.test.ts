import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dataset, OptionError } from "../../../src/lib/index.js";
import { withFold } from "../../../src/lib/training/index.js";

function dataset(images: number): Dataset {
  const records = Array.from({ length: images }, (_, i) => ({
    filename: `${i}.tif`,
    path: `${i}.tif`,
    captions: ["a port"],
    keywords: [],
    sceneClass: "port",
    split: i % 5 === 4 ? ("test" as const) : ("train" as const),
  }));
  return new Dataset("ports", records);
}

const heldOut = ({ records }: Dataset) =>
  records.filter(({ split }) => split === "val").map(({ filename }) => filename);

test("a partition holds each training image out exactly once, and leaves the test images alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 2, max: 6 }), (images, folds) => {
      const all = Array.from({ length: folds }, (_, fold) =>
        withFold(dataset(images), { folds, fold, by: "partition" }),
      );
      const pool = dataset(images).records.filter(({ split }) => split === "train");
      assert.deepEqual(all.flatMap(heldOut).sort(), pool.map(({ filename }) => filename).sort());
      for (const fold of all) {
        assert.equal(fold.records.filter(({ split }) => split === "test").length, images - pool.length);
      }
    }),
  );
});

test("a released fold holds out a random fifth, another one each time, the same again for the same seed", () => {
  const of = (fold: number) => heldOut(withFold(dataset(50), { folds: 5, fold }));
  assert.equal(of(0).length, 8);
  assert.deepEqual(of(0), of(0));
  assert.notDeepEqual(of(0), of(1));
});

test("a fold that is not there is refused", () => {
  assert.throws(() => withFold(dataset(20), { folds: 5, fold: 5 }), OptionError);
  assert.throws(() => withFold(dataset(20), { folds: 1, fold: 0 }), OptionError);
});
