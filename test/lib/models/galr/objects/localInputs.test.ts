// GaLR through everything that the library does with a model, with objects of every source.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  buildIndex,
  createModel,
  type Dataset,
  evaluate,
  fit,
  hasAttentionStages,
  hasSalientMask,
  loadModel,
  OptionError,
  ready,
  saveCheckpoint,
  score,
  search,
  synthesize,
  TiledImage,
  trainingVocabulary,
  type Vocabulary,
} from "../../../../../src/lib/index.js";
import { openLocal } from "../../../../../src/lib/models/index.js";
import { writeReleasedObjects } from "../../../../../src/lib/objects/index.js";
import { imageTensors } from "../../../../../src/lib/retrieval/index.js";
import { SalientMaskViewer } from "../../../../../src/widgets/views/index.js";
import { playKernel } from "../../../../support/kernelHost.js";

const folder = mkdtempSync(join(tmpdir(), "galr-local-"));
const file = join(folder, "local.npy");
const options = { imageSize: 32, width: 4, embedding: 16, wordEmbedding: 8, feedForward: 16 } as const;
const oneEpoch = { epochs: 1, batchSize: 8, validateEvery: 0 } as const;
let dataset: Dataset;
let vocabulary: Vocabulary;

before(async () => {
  await ready();
  dataset = await synthesize({ out: join(folder, "scenes"), images: 24, seed: 4 });
  vocabulary = trainingVocabulary(dataset);
  const matrix = (seed: number) => Float32Array.from({ length: 400 }, (_, i) => Math.abs(Math.sin(seed + i)));
  await writeReleasedObjects(
    file,
    dataset.records.map(({ filename }, i) => ({
      image: filename,
      objects: matrix(i),
      adjacency: matrix(i + 0.5).map((value) => value / 20),
    })),
  );
});
after(() => rmSync(folder, { recursive: true }));

const galr = (seed = 1) => createModel("lesson/galr", { vocabulary, seed, options });

describe("GaLR on any folder of images", () => {
  test("trains, is kept, searches, locates and shows its mask without a file of objects", async () => {
    const model = galr();
    const [epoch] = await fit(model, dataset, oneEpoch);
    assert.ok(Number.isFinite(epoch!.loss));
    const path = join(folder, "galr.safetensors");
    await saveCheckpoint(path, model);
    const again = await loadModel(path);
    assert.equal(again.local?.kind, "segments");
    const paths = dataset.paths.slice(0, 3);
    assert.deepEqual(await score(again, paths, ["a lake"]), await score(model, paths, ["a lake"]));
    const index = await buildIndex(again, paths);
    assert.equal((await search(again, index, dataset.captions[0]!, 2)).length, 2);
    const image = await TiledImage.open(again, paths[0]!, { tileSizes: [64], filter: "none" });
    assert.ok((await image.locate(dataset.captions[0]!)).best.length > 0);
    assert.ok(hasSalientMask(again) && hasAttentionStages(again));
    playKernel();
    const viewer = await SalientMaskViewer.of(again, paths);
    assert.ok("image/png" in (await viewer.mimeBundle()));
    await assert.rejects(
      evaluate(again, dataset, { local: file }),
      /of the kind segments.*local\.npy of the kind released/,
    );
    await assert.rejects(buildIndex(again, paths, { local: "grid" }), /found grid of the kind grid/);
  });

  test("training moves every weight, and equal seeds give equal weights with all dropouts", async () => {
    const models = [galr(2), galr(2), galr(2)];
    const before = new Map(models[2]!.parameters.trainable.entries());
    for (const model of models.slice(0, 2)) await fit(model, dataset, oneEpoch);
    for (const [name, variable] of models[0]!.parameters.trainable) {
      const [found, other] = [await variable.data(), await models[1]!.parameters.get(name).data()];
      assert.deepEqual(found, other, name);
      assert.notDeepEqual(found, await before.get(name)!.data(), `${name} did not move`);
    }
  });

  test("the local branch alone reads objects and no pixels", async () => {
    const model = createModel("lesson/galr-local", {
      vocabulary,
      options: { imageSize: 32, embedding: 16, wordEmbedding: 8 },
    });
    const inputs = await imageTensors(model, dataset.paths.slice(0, 2));
    assert.deepEqual(Object.keys(inputs), ["objects", "adjacency"]);
    assert.equal(hasSalientMask(model), false);
    await fit(model, dataset, oneEpoch);
    assert.ok((await evaluate(model, dataset)).mR > 0);
  });
});

describe("GaLR with a file of objects", () => {
  test("is trained with it, keeps its kind, and asks for it again", async () => {
    const model = galr(3);
    await fit(model, dataset, { ...oneEpoch, local: file });
    assert.equal(model.local?.kind, "released");
    const { mR } = await evaluate(model, dataset);
    const path = join(folder, "released.safetensors");
    await saveCheckpoint(path, model);
    const again = await loadModel(path);
    await assert.rejects(evaluate(again, dataset), /expected the file of objects.*\(--local FILE\)/);
    assert.equal((await evaluate(again, dataset, { local: file })).mR, mR);
    again.local = await openLocal(again, file);
    assert.equal((await evaluate(again, dataset)).mR, mR);
    await assert.rejects(fit(again, dataset, { ...oneEpoch, local: "segments" }), OptionError);
  });

  test("a run goes on with the same kind only", async () => {
    const out = join(folder, "run");
    await fit(galr(), dataset, { ...oneEpoch, out, local: "grid" });
    const resumed = { ...oneEpoch, epochs: 2, out, resume: true };
    await assert.rejects(
      fit(galr(), dataset, { ...resumed, local: "segments" }),
      /local inputs: kind "grid" instead of "segments"/,
    );
    assert.equal((await fit(galr(), dataset, { ...resumed, local: "grid" })).length, 2);
  });

  test("segments of another version are refused", async () => {
    const model = galr();
    model.local = { kind: "segments", settings: { method: "felzenszwalb-huttenlocher/0" } };
    await assert.rejects(
      imageTensors(model, dataset.paths.slice(0, 1)),
      /felzenszwalb-huttenlocher\/0.*train the model again/,
    );
  });
});
