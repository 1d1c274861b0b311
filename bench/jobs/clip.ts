// Encodes with CLIP's ViT-B/32 and takes steps of fine-tuning, against open_clip with the same sizes.
import * as tf from "@tensorflow/tfjs-core";
import { createModel, ready } from "../../src/lib/index.js";
import type { Batch } from "../../src/lib/training/loading/batches.js";
import { Adam } from "../../src/lib/training/optimization/adam.js";
import { trainStep } from "../../src/lib/training/optimization/trainStep.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, timed } from "../measure.js";
import { scenes } from "../scenes.js";

const name = "ViT-B-32";
const size = 224;

export async function clip(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const model = createModel("clip/vit-b-32");
  const images = tf.randomUniform<tf.Rank.R4>([32, size, size, 3]);
  const ofImages = await interleaved(() => timed(() => read(() => model.encodeImages({ pixels: images }))), {
    ...{ baseline, job: "clip_images", parameters: { name, images: 32 }, runs: 3 },
  });
  const texts = dataset.captions.slice(0, 64);
  const ofTexts = await interleaved(() => timed(() => read(() => model.encodeTexts(texts))), {
    ...{ baseline, job: "clip_texts", parameters: { name, texts }, runs: 2 },
  });
  const batch = batchOf(dataset.records.slice(0, 8));
  const adam = new Adam(model.parameters);
  const options = {
    ...({ learningRate: 1e-6, loss: "contrastive", temperature: 0.07, accumulate: 1 } as const),
    ...{ margin: 0, maxViolation: false, clipNorm: 0, dropoutSeed: 1 },
  };
  const ofSteps = await interleaved(() => timed(() => trainStep(model, adam, batch, options)), {
    ...{ baseline, job: "clip_step", runs: 2 },
    parameters: { name, texts: batch.pairs.map(({ caption }) => caption) },
  });
  return {
    title: "CLIP ViT-B/32",
    rows: [
      { work: "32 images, 224²", target: "≤ 1.0", ...ofImages },
      { work: "64 captions", ...ofTexts, note: "a batch is padded to its longest text, not to 77 tokens" },
      { work: "training step, batch 8", target: "≤ 1.2", ...ofSteps },
    ],
  };
}

type Records = Awaited<ReturnType<typeof scenes>>["records"];

/** Returns the first caption of each image with random pixels. */
function batchOf(records: Records): Batch {
  const values = Float32Array.from({ length: records.length * size * size * 3 }, () => Math.random());
  return {
    pairs: records.map((record) => ({ record, caption: record.captions[0]! })),
    inputs: { pixels: { shape: [records.length, size, size, 3], values } },
  };
}

/** Computes a tensor and waits for its values. */
async function read(compute: () => tf.Tensor): Promise<void> {
  const result = tf.tidy(compute);
  await result.data();
  result.dispose();
}
