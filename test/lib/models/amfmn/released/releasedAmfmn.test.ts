import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "../../../../../src/lib/checkpoint/safetensors.js";
import { torchParts } from "../../../../../src/lib/checkpoint/torchParameters.js";
import { evaluate, loadDataset, loadModel, ready, Vocabulary } from "../../../../../src/lib/index.js";
import { hingeLoss } from "../../../../../src/lib/losses/index.js";
import {
  guidedAttentions,
  type ImageTensors,
  type ReleasedAmfmn,
  toTensors,
} from "../../../../../src/lib/models/index.js";
import { imageTensors } from "../../../../../src/lib/retrieval/index.js";
import { largestDifference, relativeDifference } from "../../../../support/closeness.js";
import {
  type ReferenceSpec,
  reference,
  releasedSizes,
  smallSizes,
} from "../../../../support/releasedReference.js";
import { noTorch } from "../../../../support/torch.js";

const specs: Record<string, ReferenceSpec> = {
  "the released network": {
    seed: 7,
    images: 4,
    captions: 5,
    attentions: guidedAttentions,
    sizes: releasedSizes,
  },
  "a small network of the same form": {
    seed: 1,
    images: 12,
    captions: 5,
    batch: 6,
    attentions: guidedAttentions,
    sizes: smallSizes,
  },
};

for (const [name, spec] of Object.entries(specs)) {
  suite(name, { skip: noTorch }, () => {
    const folder = mkdtempSync(join(tmpdir(), "released-"));
    const read = async (attention: string) => {
      const { tensors } = await readTensors(join(folder, attention, "results.safetensors"));
      return new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
    };
    const load = async (attention: string) =>
      (await loadModel(join(folder, attention, "best.pth.tar"), {
        vocabulary: Vocabulary.read(join(folder, "data", "vocabulary.json")),
      })) as ReleasedAmfmn;

    before(async () => {
      await ready();
      await reference(folder, spec);
    });
    after(() => rmSync(folder, { recursive: true }));

    for (const attention of guidedAttentions) {
      test(`${attention}: embeddings, similarity, ranks and metrics are PyTorch's`, async () => {
        const model = await load(attention);
        const results = await read(attention);
        const dataset = await loadDataset(join(folder, "data"));
        const visual = await encodeImages(model, folder, spec.images);
        const captions = dataset.records.flatMap((record) => record.captions);
        const text = model.encodeTexts(captions);
        assert.ok(relativeDifference(await visual.data(), results.get("visual")!) < 1e-4, "images");
        assert.ok(relativeDifference(await text.data(), results.get("text")!) < 1e-4, "texts");
        const { similarity, imageToText, textToImage, mR } = await evaluate(model, dataset);
        assert.ok(largestDifference(similarity, results.get("scores")!) < 1e-4, "similarity");
        const { mR: theirMean, ...theirs } = JSON.parse(
          readFileSync(join(folder, attention, "metrics.json"), "utf8"),
        );
        assert.deepEqual({ imageToText, textToImage }, theirs);
        assert.ok(Math.abs(mR - theirMean) < 1e-9);
        model.dispose();
      });
    }

    if (!spec.batch) return;
    for (const attention of guidedAttentions) {
      test(`${attention}: loss, every gradient and the moved statistics are PyTorch's`, async () => {
        const model = await load(attention);
        const results = await read(attention);
        const dataset = await loadDataset(join(folder, "data"));
        const texts = dataset.records.slice(0, spec.batch).map(({ captions }) => captions[0]!);
        const sentences = texts.map((text) => model.tokenizer.encode(text));
        const images = await imagesOf(model, folder, spec.batch!);
        const variables = [...model.parameters.trainable.values()];
        const { value, grads } = tf.variableGrads(() => {
          const visual = model.encodeImages(images, true);
          const scores = model.similarity(visual, model.text.encode(toTensors(model.text.inputs(sentences))));
          return hingeLoss(scores, { margin: 0.2, maxViolation: false });
        }, variables);
        assert.ok(relativeDifference(await value.data(), results.get("loss")!) < 1e-4, "loss");
        for (const { variable, torch } of model.parameters.list()) {
          const buffer = results.get(`after.${torch.names[0]}`);
          if (buffer) {
            assert.ok(relativeDifference(await variable.data(), buffer) < 1e-4, torch.names[0]);
            continue;
          }
          for (const [i, gradient] of torchParts(grads[variable.name]!, torch).entries()) {
            const name = torch.names[i]!;
            const difference = relativeDifference(await gradient.data(), results.get(`gradient.${name}`)!);
            assert.ok(difference < 1e-3, `${name}: ${difference}`);
          }
        }
        model.dispose();
      });
    }
  });
}

function imagesOf(model: ReleasedAmfmn, folder: string, images: number): Promise<ImageTensors> {
  return imageTensors(
    model,
    Array.from({ length: images }, (_, i) => join(folder, "data", "images", `scene_${i}.png`)),
  );
}

async function encodeImages(model: ReleasedAmfmn, folder: string, images: number): Promise<tf.Tensor2D> {
  return model.encodeImages(await imagesOf(model, folder, images));
}
