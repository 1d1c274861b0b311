// GaLR as released against the same network in PyTorch.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { readTensors } from "../../../../src/lib/checkpoint/safetensors.js";
import { torchParts } from "../../../../src/lib/checkpoint/torchParameters.js";
import { evaluate, loadDataset, loadModel, ready, Vocabulary } from "../../../../src/lib/index.js";
import { hingeLoss } from "../../../../src/lib/losses/index.js";
import { type Galr, openLocal } from "../../../../src/lib/models/index.js";
import { imageTensors } from "../../../../src/lib/retrieval/index.js";
import { backpropagate } from "../../../../src/lib/training/optimization/backpropagation.js";
import { largestDifference, relativeDifference } from "../../../support/closeness.js";
import { type GalrSpec, galrReference, smallGalr } from "../../../support/galrReference.js";
import { releasedSizes } from "../../../support/releasedReference.js";
import { noTorch } from "../../../support/torch.js";

const specs: Record<string, GalrSpec> = {
  "the released network": {
    seed: 5,
    images: 3,
    captions: 5,
    sizes: { ...releasedSizes, heads: 8, feedForward: 1024 },
  },
  "a small network of the same form": { seed: 1, images: 12, captions: 5, batch: 6, sizes: smallGalr },
};

for (const [name, spec] of Object.entries(specs)) {
  suite(name, { skip: noTorch }, () => {
    const folder = mkdtempSync(join(tmpdir(), "galr-"));
    const local = join(folder, "local.npy");
    let results: Map<string, Float32Array>;
    const load = async (file: string) => {
      const vocabulary = Vocabulary.read(join(folder, "data", "vocabulary.json"));
      return (await loadModel(join(folder, file), { vocabulary })) as Galr;
    };
    const images = (count: number) =>
      Array.from({ length: count }, (_, i) => join(folder, "data", "images", `scene_${i}.png`));

    before(async () => {
      await ready();
      await galrReference(folder, spec);
      const { tensors } = await readTensors(join(folder, "results.safetensors"));
      results = new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
    });
    after(() => rmSync(folder, { recursive: true }));

    test("both branches, embeddings, scores and metrics are PyTorch's", async () => {
      const model = await load("GaLR_best.pth.tar");
      const dataset = await loadDataset(join(folder, "data"));
      const inputs = await imageTensors(model, images(spec.images), { local });
      const branches = model.encodeBranches(inputs);
      assert.ok(largestDifference(await branches.local.data(), results.get("local")!) < 1e-6, "local");
      assert.ok(largestDifference(await branches.global.data(), results.get("global")!) < 1e-4, "global");
      const visual = await model.encodeImages(inputs).data();
      assert.ok(largestDifference(visual, results.get("visual")!) < 1e-5, "images");
      const text = await model.encodeTexts(dataset.records.flatMap((record) => record.captions)).data();
      assert.ok(largestDifference(text, results.get("text")!) < 1e-5, "texts");
      const { similarity, imageToText, textToImage, mR } = await evaluate(model, dataset, { local });
      assert.ok(largestDifference(similarity, results.get("scores")!) < 1e-5, "similarity");
      const { mR: mean, ...theirs } = JSON.parse(readFileSync(join(folder, "metrics.json"), "utf8"));
      assert.deepEqual({ imageToText, textToImage }, theirs);
      assert.ok(Math.abs(mR - mean) < 1e-9);
      model.dispose();
    });

    if (!spec.batch) return;
    test("loss, every gradient and the moved statistics are PyTorch's, and the dead parts have no gradient", async () => {
      const model = await load("GaLR_best.pth.tar");
      const dataset = await loadDataset(join(folder, "data"));
      const sentences = dataset.records.slice(0, spec.batch).map(({ captions }) => captions[0]!);
      const inputs = await imageTensors(model, images(spec.batch!), { local });
      const { value, grads } = backpropagate(() => {
        const visual = model.encodeImages(inputs, true);
        const text = model.encodeTexts(sentences);
        return hingeLoss(model.similarity(visual, text), { margin: 0.2, maxViolation: false });
      }, [...model.parameters.trainable.values()]);
      assert.ok(relativeDifference(await value.data(), results.get("loss")!) < 1e-4, "loss");
      let compared = 0;
      for (const { variable, torch, isWeight } of model.parameters.list()) {
        if (!isWeight) {
          const moved = results.get(`after.${torch.names[0]}`)!;
          assert.ok(relativeDifference(await variable.data(), moved) < 1e-4, torch.names[0]);
          continue;
        }
        if (/linear_[qk]|dynamic_weight/.test(variable.name + torch.names[0])) {
          assert.equal(grads[variable.name], undefined);
          continue;
        }
        for (const [i, gradient] of torchParts(grads[variable.name]!, torch).entries()) {
          const difference = relativeDifference(
            await gradient.data(),
            results.get(`gradient.${torch.names[i]}`)!,
          );
          assert.ok(difference < 1e-3, `${torch.names[i]}: ${difference}`);
          compared += 1;
        }
      }
      const theirs = [...results.keys()].filter((key) => key.startsWith("gradient."));
      assert.equal(compared, theirs.length);
      model.dispose();
    });

    test("without the dead parts, and in the legacy form, the scores are the same", async () => {
      const dataset = await loadDataset(join(folder, "data"));
      for (const file of ["alive.pth.tar", "legacy.pth.tar"]) {
        const model = await load(file);
        assert.equal(model.options.deadParts, file === "legacy.pth.tar");
        const { similarity } = await evaluate(model, dataset, { local });
        assert.ok(largestDifference(similarity, results.get("scores")!) < 1e-5, file);
        model.dispose();
      }
    });

    test("a state dict of the global branch alone gives a model of it, which reads pixels alone", async () => {
      const model = await load("AMFMN.tar");
      assert.equal(model.options.network, "galr-global");
      const { similarity } = await evaluate(model, await loadDataset(join(folder, "data")));
      assert.ok(largestDifference(similarity, results.get("globalScores")!) < 1e-5);
      await assert.rejects(openLocal(model, local), /reads pixels alone, found .*local\.npy/);
      model.dispose();
    });

    test("the global branch of a file with both can be read alone, as the authors' service does", async () => {
      const vocabulary = Vocabulary.read(join(folder, "data", "vocabulary.json"));
      const whole = join(folder, "GaLR_best.pth.tar");
      const model = await loadModel(whole, { vocabulary, options: { network: "galr-global" } });
      const { similarity } = await evaluate(model, await loadDataset(join(folder, "data")));
      assert.ok(largestDifference(similarity, results.get("globalScores")!) < 1e-5);
      await assert.rejects(
        loadModel(whole, { vocabulary, options: { network: "galr-local" } }),
        /options\.network: expected one of galr, galr-global, .* found "galr-local"/,
      );
      model.dispose();
    });

    test("an image that the file of objects does not have is named", async () => {
      const model = await load("GaLR_best.pth.tar");
      const other = join(folder, "data", "images", "scene_0.png");
      model.local = await openLocal(model, local);
      await assert.rejects(
        imageTensors(model, [new URL(`file://${other}`), readFileSync(other)]),
        /expected "image 2.*in local_rep/,
      );
      await assert.rejects(openLocal(model, "segments"), /of the kind released.*found segments/);
      model.dispose();
    });
  });
}

test("a checkpoint of the authors asks for the file of objects", { skip: noTorch }, async () => {
  await ready();
  const folder = mkdtempSync(join(tmpdir(), "galr-"));
  await galrReference(folder, { seed: 2, images: 2, captions: 2, sizes: smallGalr });
  const vocabulary = Vocabulary.read(join(folder, "data", "vocabulary.json"));
  const model = await loadModel(join(folder, "GaLR_best.pth.tar"), { vocabulary });
  const dataset = await loadDataset(join(folder, "data"));
  await assert.rejects(evaluate(model, dataset), /expected the file of objects.*\(--local FILE\)/);
  rmSync(folder, { recursive: true });
});
