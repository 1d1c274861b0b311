// Wrong arguments of the exported functions end with a typed error: a disposed model, empty lists, a URL for a path,
// seeds and counts outside of their range.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { convertDataset, inspectDataset } from "../../src/lib/data/index.js";
import { recallMetrics } from "../../src/lib/evaluation/index.js";
import {
  AmfmnError,
  buildIndex,
  createModel,
  Dataset,
  evaluate,
  fit,
  type ImageIndex,
  loadDataset,
  loadModel,
  type RetrievalModel,
  ready,
  saveCheckpoint,
  score,
  search,
  synthesize,
  TiledImage,
  Vocabulary,
} from "../../src/lib/index.js";
import { exportCheckpoint } from "../../src/lib/models/index.js";
import { encodeImages, encodeTexts, imageTensors, similarityMatrix } from "../../src/lib/retrieval/index.js";
import { textSimilarity } from "../../src/lib/similarity/index.js";
import {
  compareModels,
  readTrainingPlan,
  trainingVocabulary,
  withFold,
} from "../../src/lib/training/index.js";
import { tinyModel, tinyScenes } from "../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "arguments-"));
let scenes: Dataset;
let model: RetrievalModel;
let disposed: RetrievalModel;
let index: ImageIndex;

before(async () => {
  await ready({ engine: "wasm" });
  scenes = await tinyScenes(join(folder, "images"), 12);
  model = tinyModel(scenes);
  index = await buildIndex(model, scenes);
  disposed = tinyModel(scenes);
  disposed.dispose();
});
after(() => rmSync(folder, { recursive: true }));

const url = "https://example.org/data";
const one = () => scenes.paths.slice(0, 1);

const calls: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  "a disposed model": {
    fit: () => fit(disposed, scenes, { epochs: 1 }),
    evaluate: () => evaluate(disposed, scenes, { split: "val" }),
    search: () => search(disposed, index, "a red field"),
    buildIndex: () => buildIndex(disposed, scenes),
    score: () => score(disposed, one(), ["a red field"]),
    imageTensors: () => imageTensors(disposed, one()),
    encodeImages: () => encodeImages(disposed, one()),
    encodeTexts: () => encodeTexts(disposed, ["a red field"]),
    similarityMatrix: () => similarityMatrix(disposed, index.embeddings, index.embeddings),
    saveCheckpoint: () => saveCheckpoint(join(folder, "a.safetensors"), disposed),
    exportCheckpoint: () => exportCheckpoint(join(folder, "a.safetensors"), disposed),
    TiledImage: () => TiledImage.open(disposed, scenes.paths[0]!),
  },
  "an index that was disposed of": {
    search: async () => {
      const gone = await buildIndex(model, one());
      gone.dispose();
      return search(model, gone, "a red field");
    },
  },
  "an empty list": {
    buildIndex: () => buildIndex(model, []),
    imageTensors: () => imageTensors(model, []),
    encodeImages: () => encodeImages(model, []),
    encodeTexts: () => encodeTexts(model, []),
    fit: () => fit(model, new Dataset("none", [])),
    evaluate: () => evaluate(model, new Dataset("none", [])),
    recallMetrics: () => recallMetrics(new Float32Array(), 0, []),
    textSimilarity: () => textSimilarity([]),
    compareModels: () => compareModels(scenes, { models: [] }),
    "fit without epochs": () => fit(model, scenes, { epochs: 0 }),
    "synthesize without images": () => synthesize({ out: folder, images: 0, seed: 1 }),
  },
  "a URL in the place of a path": {
    loadDataset: () => loadDataset(url),
    inspectDataset: () => inspectDataset(url),
    loadModel: () => loadModel(url),
    "a file: URL": () => loadModel(new URL(`file://${folder}`) as unknown as string),
    Vocabulary: () => Vocabulary.read(url),
    readTrainingPlan: () => readTrainingPlan(`${url}.yaml`),
    saveCheckpoint: () => saveCheckpoint(url, model),
    fit: () => fit(model, scenes, { epochs: 1, out: url }),
    synthesize: () => synthesize({ out: url, images: 1, seed: 1 }),
    convertDataset: () => convertDataset(scenes, "csv", url),
  },
  "a place that cannot be written": {
    saveCheckpoint: () => saveCheckpoint(join(folder, "none", "a.safetensors"), model),
    "saveCheckpoint into a folder": () => saveCheckpoint(folder, model),
    synthesize: () => synthesize({ out: "/dev/null", images: 1, seed: 1 }),
    convertDataset: () => convertDataset(scenes, "csv", "/dev/null/a"),
  },
  "a number outside of its range": {
    "search for no image": () => search(model, index, "a red field", 0),
    "search for half an image": () => search(model, index, "a red field", 1.5),
    "search for less than none": () => search(model, index, "a red field", -1),
    recallMetrics: () => recallMetrics(new Float32Array(3), 2, [0, 1]),
    "recallMetrics of a stray text": () => recallMetrics(new Float32Array(4), 2, [0, 2]),
  },
  "a seed that would repeat another": Object.fromEntries(
    [2 ** 32, -1, 0.5, Number.NaN].flatMap((seed) => [
      [
        `createModel ${seed}`,
        () => createModel("lesson/small", { vocabulary: trainingVocabulary(scenes), seed }),
      ],
      [`withFold ${seed}`, () => withFold(scenes, { folds: 2, fold: 0, seed })],
      [`synthesize ${seed}`, () => synthesize({ out: join(folder, "drawn"), images: 1, seed })],
      [`fit ${seed}`, () => fit(model, scenes, { epochs: 1, seed })],
    ]),
  ),
};

for (const [what, functions] of Object.entries(calls)) {
  describe(`${what} is refused with a sentence`, () => {
    for (const [name, call] of Object.entries(functions)) {
      test(name, async () => {
        await assert.rejects(
          async () => call(),
          (error) => {
            assert.ok(error instanceof AmfmnError, (error as Error).stack);
            assert.match(error.message, /^[^\n]+: expected [^\n]+, found [^\n]+\.$/);
            return true;
          },
        );
      });
    }
  });
}

test("the greatest seed gives other weights than 0, and 0 is a seed", () => {
  const weights = (seed: number) => Array.from(tinyModel(scenes, seed).parameters.all()[0]![1].dataSync());
  assert.notDeepEqual(weights(2 ** 32 - 1), weights(0));
});

test("a search for more images than there are returns all of them", async () => {
  assert.equal((await search(model, index, "a red field", 50)).length, scenes.records.length);
});
