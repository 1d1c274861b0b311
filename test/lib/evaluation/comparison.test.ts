import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { OptionError } from "../../../src/lib/base/errors.js";
import type { Dataset } from "../../../src/lib/data/dataset.js";
import {
  comparisonFigure,
  measureModel,
  rankDifferences,
  ScoreMatrix,
} from "../../../src/lib/evaluation/index.js";
import { createModel, ready } from "../../../src/lib/index.js";
import { tinyScenes } from "../../support/tinyScenes.js";

const record = (filename: string) =>
  ({
    filename,
    path: filename,
    captions: [],
    keywords: [],
    split: "test",
  }) as unknown as Dataset["records"][number];
const matrix = (scores: readonly number[]) =>
  new ScoreMatrix(
    [record("a.png"), record("b.png"), record("c.png")],
    ["one", "two"],
    [0, 1],
    Float32Array.from(scores),
  );

describe("rankDifferences", () => {
  const first = matrix([0.9, 0.1, 0.2, 0.9, 0.1, 0.3]); // a, b and c for "one" and "two"
  const second = matrix([0.1, 0.1, 0.2, 0.9, 0.3, 0.3]);

  test("lists the captions whose image has another rank, with the first image of each model", () => {
    assert.deepEqual(rankDifferences(first, second), [
      { text: "one", index: 0, image: "a.png", ranks: [1, 3], best: ["a.png", "c.png"] },
    ]);
    assert.deepEqual(rankDifferences(second, first)[0]!.ranks, [3, 1]);
  });

  test("is empty for equal scores", () => assert.deepEqual(rankDifferences(first, first), []));

  test("refuses matrices of other captions", () => {
    const other = new ScoreMatrix(first.records, ["one", "three"], [0, 1], first.similarity);
    assert.throws(() => rankDifferences(first, other), OptionError);
  });
});

describe("measureModel", () => {
  const folder = mkdtempSync(join(tmpdir(), "comparison-"));
  let dataset: Dataset;
  before(async () => {
    await ready();
    dataset = await tinyScenes(folder, 12);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("returns the recalls, the time of an image, memory and parameters", async () => {
    const options = {
      imageSize: 32,
      patchSize: 16,
      width: 32,
      imageLayers: [1],
      imageHeads: 2,
      embedding: 16,
      textWidth: 16,
      textHeads: 2,
      textLayers: 1,
    };
    const model = createModel("clip/tiny", { options });
    const measured = await measureModel("tiny", model, dataset, { split: "val" });
    assert.equal(measured.network, "clip");
    assert.equal(measured.parameters, model.parameterCount);
    assert.ok(measured.secondsPerImage > 0 && measured.memoryMB > 0);
    const { data } = comparisonFigure([measured]);
    assert.equal(data[0]!.y.at(-1), measured.evaluation.mR);
    assert.equal(data[0]!.x.length, 7);
    model.dispose();
  });
});
