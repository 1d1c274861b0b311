import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "../../../../../src/lib/checkpoint/safetensors.js";
import {
  type Amfmn,
  decodeImage,
  evaluate,
  guidedAttentions,
  hingeLoss,
  loadCheckpoint,
  loadDataset,
  pixelTensor,
  ready,
  Vocabulary,
} from "../../../../../src/lib/index.js";
import { authorsEntries } from "../../../../../src/lib/models/amfmn/released/authorsNames.js";
import { encodeText } from "../../../../../src/lib/models/amfmn/released/textEncoder.js";
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
    const load = (attention: string) =>
      loadCheckpoint(join(folder, attention, "best.pth.tar"), {
        vocabulary: Vocabulary.read(join(folder, "data", "vocabulary.json")),
      });

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
        const sentences = texts.map((text) => model.vocabulary.encode(text));
        const pixels = await pixelsOf(model, folder, spec.batch!);
        const variables = [...model.parameters.trainable.values()];
        const { value, grads } = tf.variableGrads(() => {
          const visual = model.encodeImages(pixels, true);
          const scores = model.similarity(visual, encodeText(model.parameters, sentences));
          return hingeLoss(scores, { margin: 0.2, maxViolation: false });
        }, variables);
        assert.ok(relativeDifference(await value.data(), results.get("loss")!) < 1e-4, "loss");
        for (const { variable, parts, split } of authorsEntries(model.parameters)) {
          const buffer = results.get(`after.${parts[0]!.name}`);
          if (buffer) {
            assert.ok(relativeDifference(await variable.data(), buffer) < 1e-4, parts[0]!.name);
            continue;
          }
          for (const [i, gradient] of split(grads[variable.name]!).entries()) {
            const { name } = parts[i]!;
            const difference = relativeDifference(await gradient.data(), results.get(`gradient.${name}`)!);
            assert.ok(difference < 1e-3, `${name}: ${difference}`);
          }
        }
        model.dispose();
      });
    }
  });
}

async function pixelsOf(model: Amfmn, folder: string, images: number): Promise<tf.Tensor4D> {
  const size = model.options.imageSize;
  const paths = Array.from({ length: images }, (_, i) => join(folder, "data", "images", `scene_${i}.png`));
  return pixelTensor(await Promise.all(paths.map((path) => decodeImage(path, size))), size);
}

async function encodeImages(model: Amfmn, folder: string, images: number): Promise<tf.Tensor2D> {
  const pixels = await pixelsOf(model, folder, images);
  const visual = model.encodeImages(pixels);
  pixels.dispose();
  return visual;
}
