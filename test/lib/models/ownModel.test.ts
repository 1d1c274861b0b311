// A model from outside of the package goes through everything that the library does with a model.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import {
  buildIndex,
  createModel,
  type Dataset,
  evaluate,
  fit,
  hasSalientMask,
  hasTokenAttention,
  listModels,
  loadModel,
  OptionError,
  type RetrievalModel,
  ready,
  registerModel,
  saveCheckpoint,
  score,
  search,
  synthesize,
  TiledImage,
  trainingVocabulary,
} from "amfmn-lab";
import { LocalizationViewer, RetrievalGallery, SalientMaskViewer, SimilarityHeatmap } from "amfmn-lab/views";
import { WidgetError } from "typescript-lab/widget";
import { playKernel } from "../../support/kernelHost.js";
import { averageColor } from "../../support/ownModel.js";

suite("a model that a user registers", () => {
  const folder = mkdtempSync(join(tmpdir(), "own-model-"));
  let dataset: Dataset;
  let model: RetrievalModel;

  before(async () => {
    await ready({ engine: "cpu" });
    registerModel(averageColor);
    dataset = await synthesize({ out: join(folder, "scenes"), images: 48, seed: 2 });
    model = createModel("color/small", { vocabulary: trainingVocabulary(dataset), seed: 1 });
  });
  after(() => rmSync(folder, { recursive: true }));

  test("is listed under its name, once", () => {
    assert.deepEqual(listModels("color/*"), ["color/small"]);
    assert.throws(() => registerModel(averageColor), OptionError);
  });

  test("is replaced on demand, and a shipped model never is", () => {
    registerModel({ ...averageColor, configs: {} }, { replace: true });
    assert.deepEqual(listModels("color/*"), []);
    registerModel(averageColor, { replace: true });
    assert.deepEqual(listModels("color/*"), ["color/small"]);
    const imposter = { ...averageColor, network: "paper", configs: {} } as unknown as typeof averageColor;
    assert.throws(() => registerModel(imposter, { replace: true }), /found "paper", which is registered/);
  });

  test("learns by its own recipe", async () => {
    const history = await fit(model, dataset, { validateEvery: 0 });
    assert.equal(history.length, 30);
    assert.ok(history.at(-1)!.loss < history[0]!.loss / 2, `${history[0]!.loss} → ${history.at(-1)!.loss}`);
  });

  test("is evaluated by products of its vectors", async () => {
    const { mR, similarity, records, texts } = await evaluate(model, dataset, { split: "test" });
    assert.ok(mR > 0);
    assert.equal(model.pairwise, false);
    const scores = await score(model, [records[0]!], [texts[0]!]);
    assert.ok(Math.abs(scores[0]![0]! - similarity[0]!) < 1e-6);
  });

  test("comes back from its checkpoint with weights, options, vocabulary and recipe", async () => {
    const file = join(folder, "color.safetensors");
    await saveCheckpoint(file, model);
    const loaded = await loadModel(file);
    assert.deepEqual(loaded.options, model.options);
    assert.deepEqual(loaded.recipe, model.recipe);
    const images = dataset.split("test").paths.slice(0, 3);
    const query = dataset.captions.slice(0, 2);
    assert.deepEqual(await score(loaded, images, query), await score(model, images, query));
    loaded.dispose();
  });

  test("searches an index and finds places in a large image", async () => {
    const index = await buildIndex(model, dataset.split("test"));
    const [best] = await search(model, index, dataset.split("test").captions[0]!, 3);
    assert.equal(best!.record, dataset.split("test").records[best!.index]);
    assert.equal(best!.path, best!.record!.path);
    const image = await TiledImage.open(model, dataset.records[0]!, { tileSizes: [64], filter: "none" });
    const { best: places, values } = await image.locate(dataset.captions[0]!);
    assert.ok(places.length > 0 && values.every((value) => value >= 0 && value <= 1));
    image.dispose();
    index.dispose();
  });

  test("is shown by the views that need no ability, and refused by the one that does", async () => {
    playKernel();
    const evaluation = await evaluate(model, dataset, { split: "test" });
    const map = SimilarityHeatmap.of(evaluation);
    assert.deepEqual(map.columns, evaluation.texts);
    const index = await buildIndex(model, dataset.split("test"));
    const gallery = RetrievalGallery.of(model, index);
    gallery.set({ query: evaluation.texts[0]! });
    const bundle = await gallery.mimeBundle();
    assert.ok("image/png" in bundle);
    assert.equal(gallery.answer.results.length > 0, true);
    const image = await TiledImage.open(model, dataset.records[0]!, { tileSizes: [64], filter: "none" });
    const viewer = await LocalizationViewer.of(image, { query: evaluation.texts[0]! });
    assert.ok("image/png" in (await viewer.mimeBundle()));
    await assert.rejects(
      SalientMaskViewer.of(model, dataset.paths.slice(0, 1)),
      (error) => error instanceof WidgetError && /average-color/.test(error.message),
    );
    image.dispose();
    index.dispose();
  });

  test("has the abilities that it implements, and no others", () => {
    assert.equal(hasSalientMask(model), false);
    assert.ok(hasTokenAttention(model));
    const weights = model.tokenAttention("a blue lake").map(({ weight }) => weight);
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9);
  });

  test("has a summary whose parameters add up", () => {
    const { rows, trained } = model.summary();
    assert.equal(
      rows.reduce((sum, { parameters }) => sum + parameters, 0),
      trained,
    );
  });
});
