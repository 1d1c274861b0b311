import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, mock, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import sharp from "sharp";
import "@tensorflow/tfjs-backend-cpu";
import { valueRange } from "../../../src/lib/base/drawing/minMax.js";
import { ScoreMatrix } from "../../../src/lib/evaluation/index.js";
import { type Evaluation, evaluate } from "../../../src/lib/index.js";
import { mostBytes } from "../../../src/widgets/views/pictures/fallback.js";
import { RetrievalGallery } from "../../../src/widgets/views/retrievalGallery/model.js";
import { SimilarityHeatmap } from "../../../src/widgets/views/similarityHeatmap/model.js";
import { decodeScore, encodeScores } from "../../../src/widgets/views/similarityHeatmap/scoreCodes.js";
import { CodePyramid } from "../../../src/widgets/views/similarityHeatmap/view/codePyramid.js";
import { Matrix } from "../../../src/widgets/views/similarityHeatmap/view/matrix.js";
import { byClass } from "../../../src/widgets/views/similarityHeatmap/view/ordering.js";
import { colorTable, paintRegion } from "../../../src/widgets/views/similarityHeatmap/view/paintRegion.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const scoreList = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 });

describe("score codes", () => {
  test("decode each score to within half a step of their range", () => {
    fc.assert(
      fc.property(scoreList, (list) => {
        const scores = Float32Array.from(list);
        const range = valueRange(scores);
        const codes = encodeScores(scores, range);
        const tolerance = (range.high - range.low) / 131_068 + 1e-7;
        for (const [k, score] of scores.entries()) {
          assert.ok(Math.abs(decodeScore(codes[k]!, range) - score) <= tolerance);
        }
      }),
    );
  });

  test("have an own code for NaN, and clamp scores outside the range", () => {
    const codes = encodeScores(Float32Array.of(Number.NaN, -5, 5, Number.POSITIVE_INFINITY), {
      low: 0,
      high: 1,
    });
    assert.deepEqual([...codes], [0, 1, 65_535, 65_535]);
    assert.ok(Number.isNaN(decodeScore(0, { low: 0, high: 1 })));
  });
});

describe("painting a matrix", () => {
  test("a whole matrix smaller than the canvas shows each cell's own color", () => {
    const codes = Uint16Array.of(1, 20_000, 40_000, 65_535, 0, 7);
    const pyramid = new CodePyramid({ codes, columns: 3, rows: 2 });
    const colors = colorTable("viridis");
    const pixels = new Uint32Array(6 * 4);
    paintRegion(pixels, 6, 4, pyramid, { x: 0, y: 0, width: 3, height: 2 }, colors);
    const expected = [0, 0, 1, 1, 2, 2].map((column) => colors[codes[column]!]);
    assert.deepEqual([...pixels.subarray(0, 6)], expected);
    assert.deepEqual([...pixels.subarray(6, 12)], expected);
    assert.equal(pixels[12], colors[65_535]);
    assert.equal(pixels[14], 0, "a missing score is clear");
  });

  test("a coarser level is the mean of its cells, to within the rounding of its halvings", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (across, down) => {
        const [columns, rows] = [2 ** across, 2 ** down];
        const codes = Uint16Array.from({ length: columns * rows }, (_, k) => 1 + ((k * 7919) % 60_000));
        const [only] = new CodePyramid({ codes, columns, rows }).level(across, down).codes;
        const mean = codes.reduce((sum, code) => sum + code, 0) / codes.length;
        assert.ok(Math.abs(only! - mean) <= across + down);
      }),
    );
  });

  test("odd edges and missing scores do not darken a coarser level", () => {
    const pyramid = new CodePyramid({ codes: Uint16Array.of(0, 500, 300), columns: 3, rows: 1 });
    assert.deepEqual([...pyramid.level(1, 0).codes], [500, 300]);
    assert.deepEqual([...pyramid.level(1, 1).codes], [500, 300]);
  });
});

describe("the order of a matrix", () => {
  test("by class is a permutation that groups each class", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("port", "forest", "beach"), { minLength: 1 }), (classes) => {
        const { from, groups } = byClass(classes);
        assert.deepEqual(
          [...from].sort((a, b) => a - b),
          [...classes.keys()],
        );
        for (const { name, start, end } of groups) {
          for (let place = start; place < end; place++) assert.equal(classes[from[place]!], name);
        }
        assert.equal(groups.length, new Set(classes).size);
      }),
    );
  });

  test("a cell keeps its image, caption and score wherever it is moved", () => {
    const scores = Float32Array.from({ length: 12 }, (_, k) => k / 12);
    const range = valueRange(scores);
    const state = {
      layers: [{ name: "cosine", ...range }],
      layer: 0,
      rows: ["port_1", "beach_1", "port_2"],
      columns: ["a", "b", "c", "d"],
      rowClasses: ["port", "beach", "port"],
      columnClasses: ["port", "beach", "port", "beach"],
      owners: [0, 1, 2, 1],
      order: "class" as const,
    };
    const matrix = new Matrix(state, encodeScores(scores, range));
    const cell = matrix.at({ row: 0, column: 1 });
    assert.deepEqual(
      [cell.row, cell.column],
      [1, 3],
      "beach_1 comes first, and the second caption of a beach is d",
    );
    assert.ok(Math.abs(cell.score - scores[1 * 4 + 3]!) < 1e-4);
    assert.deepEqual(matrix.of(1, 3).place, cell.place);
    assert.equal(matrix.owns(cell), true);
    assert.deepEqual(matrix.ranks(cell), { caption: 1, image: 2 });
  });
});

describe("SimilarityHeatmap", () => {
  let comms: PlayedComm[];
  before(() => {
    comms = playKernel();
  });
  const small = {
    scores: Float32Array.of(0.9, 0.1, 0.2, 0.8),
    rows: ["a.tif", "b.tif"],
    columns: ["one", "two"],
  };

  test("refuses a matrix that does not fit its names, with the expected size", () => {
    assert.throws(
      () => new SimilarityHeatmap({ ...small, rows: ["a.tif"] }),
      /scores \(similarity\): expected 1 × 2 numbers, found 4/,
    );
    assert.throws(
      () => new SimilarityHeatmap({ ...small, rowClasses: ["port"] }),
      /rowClasses: expected one class for each of 2 rows, found 1/,
    );
    assert.throws(
      () => new SimilarityHeatmap({ ...small, owners: [0, 2] }),
      /owners: expected rows of 0…1, found 2/,
    );
  });

  test("reports a clicked pair, shows its picture and queries the linked gallery", async () => {
    const picture = new Uint8Array(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
        .png()
        .toBuffer(),
    );
    const heatmap = new SimilarityHeatmap({ ...small, picture: () => picture });
    const asked: string[] = [];
    const gallery = new RetrievalGallery({
      labels: ["a.tif"],
      pictures: [picture],
      search: (query) => {
        asked.push(query);
        return [{ picture: 0, score: 1 }];
      },
    });
    heatmap.link(gallery);
    const opened: unknown[] = [];
    heatmap.onOpen((pair) => opened.push(pair));
    setFromPage(comms, heatmap.modelId, { selected: [1, 0] });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(opened, [{ row: 1, column: 0, score: small.scores[2] }]);
    assert.equal(heatmap.pictured, 1);
    assert.equal(heatmap.picture, picture);
    assert.deepEqual(asked, ["one"]);
  });

  test("falls back to a picture of at most 300 kB, even for 2260 × 2260 noisy scores", async () => {
    const n = 2260;
    const scores = Float32Array.from(
      { length: n * n },
      (_, k) => Math.abs(Math.sin(k * 12.9898) * 43_758.5453) % 1,
    );
    const names = Array.from({ length: n }, (_, i) => String(i));
    const bundle = await new SimilarityHeatmap({ scores, rows: names, columns: names }).mimeBundle();
    const png = Buffer.from(bundle["image/png"] as string, "base64");
    assert.ok(png.length <= mostBytes, `${png.length} bytes`);
    assert.equal((await sharp(png).metadata()).format, "png");
  });
});

describe("SimilarityHeatmap.of", () => {
  const folder = mkdtempSync(join(tmpdir(), "heatmap-"));
  let comms: PlayedComm[];
  let evaluation: Evaluation;
  before(async () => {
    comms = playKernel();
    await tf.setBackend("cpu");
    const scenes = await tinyScenes(folder, 12);
    evaluation = await evaluate(tinyModel(scenes), scenes, { split: "train" });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const settled = async (heatmap: SimilarityHeatmap) => {
    for (let turn = 0; turn < 500 && heatmap.pictured < 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 2));
  };

  test("shows an evaluation's images, captions, classes and owners, and opens a pair with its picture", async () => {
    const heatmap = SimilarityHeatmap.of(evaluation, { order: "class", title: "Tiny" });
    assert.deepEqual([heatmap.rows.length, heatmap.columns.length], [10, 20]);
    assert.deepEqual([heatmap.rows[0], heatmap.columns[1]], ["field_0.png", "the field is red"]);
    assert.deepEqual([...heatmap.owners.slice(0, 4)], [0, 0, 1, 1]);
    assert.deepEqual(
      [heatmap.rowClasses[0], heatmap.columnClasses[3], heatmap.order, heatmap.title],
      ["field", "field", "class", "Tiny"],
    );
    assert.equal(heatmap.picture.length, 0, "no picture is read before a pair is opened");
    const scores: number[] = [];
    heatmap.onOpen(({ score }) => scores.push(score));
    setFromPage(comms, heatmap.modelId, { selected: [2, 5] });
    await settled(heatmap);
    assert.deepEqual(scores, [evaluation.similarity[2 * 20 + 5]]);
    assert.equal(heatmap.pictured, 2);
    const { format, width } = await sharp(heatmap.picture as Uint8Array).metadata();
    assert.deepEqual([format, width], ["jpeg", 224]);
  });

  test("reports a picture that cannot be read, and opens the next pair with its picture", async () => {
    const messages: string[] = [];
    const log = mock.method(console, "error", (message: string) => messages.push(message));
    const lost = { ...evaluation.records[0]!, path: join(folder, "lost.png") };
    const matrix = new ScoreMatrix(
      [lost, evaluation.records[1]!],
      ["one", "two"],
      [0, 1],
      Float32Array.of(1, 0, 0, 1),
    );
    const heatmap = SimilarityHeatmap.of(matrix);
    heatmap.open(0, 0);
    for (let turn = 0; turn < 500 && messages.length === 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 2));
    log.mock.restore();
    assert.match(messages[0]!, /^SimilarityHeatmap: .*lost\.png/);
    heatmap.open(1, 1);
    await settled(heatmap);
    assert.equal(heatmap.pictured, 1);
  });

  test("shows a part of an evaluation, also with captions of images outside of it", () => {
    const heatmap = SimilarityHeatmap.of(evaluation.submatrix({ images: [1, 3], texts: [0, 2, 6] }));
    assert.deepEqual(heatmap.rows, ["field_1.png", "field_3.png"]);
    assert.deepEqual(heatmap.owners, [-1, 0, 1]);
    assert.deepEqual(heatmap.columnClasses, ["", "field", "field"]);
  });

  test("shows several matrices of the same pairs under their names, and refuses none", () => {
    const { records, texts, owners, similarity } = evaluation;
    const halved = new ScoreMatrix(
      records,
      texts,
      owners,
      similarity.map((score) => score / 2),
    );
    const heatmap = SimilarityHeatmap.of({ whole: evaluation, half: halved });
    const [whole, half] = heatmap.layers;
    assert.deepEqual([whole!.name, half!.name], ["whole", "half"]);
    assert.ok(Math.abs(half!.high - whole!.high / 2) < 1e-6);
    assert.equal(heatmap.rows[0], "field_0.png");
    assert.throws(() => SimilarityHeatmap.of({}), /expected at least one matrix, found 0/);
  });
});
