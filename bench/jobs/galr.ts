// GaLR as released: a training step, encoding, and evaluation against the released procedure, as for AMFMN. The objects
// of the images are given on both sides.
import * as tf from "@tensorflow/tfjs-core";
import { evaluate, ready } from "../../src/lib/index.js";
import type { LocalSource } from "../../src/lib/models/index.js";
import { objectChannels, objectCount } from "../../src/lib/objects/index.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, timed } from "../measure.js";
import { scenes, sentences, subject, testImages } from "../scenes.js";
import { Steps } from "../steps.js";

const config = "released/galr";
const block = 128;

/** Objects that differ from image to image. */
const objects: LocalSource = {
  kind: "released",
  settings: {},
  async read(images) {
    const count = images.length * objectCount * objectChannels;
    const wave = (step: number) =>
      Float32Array.from({ length: count }, (_, i) => Math.abs(Math.sin(i * step)));
    return { objects: wave(0.7), adjacency: wave(1.3).map((value) => value / objectCount) };
  },
};

export async function galrTraining(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("train");
  const steps = new Steps(dataset, config, 16, objects);
  const { vocabulary } = steps.subject;
  const times = await interleaved(() => steps.next(), {
    baseline,
    job: "galr_step",
    parameters: { words: vocabulary.size, sentences: sentences(dataset, vocabulary, 16) },
    runs: 3,
  });
  await steps.stop();
  return {
    title: "Training GaLR",
    rows: [{ work: "training step, 256², batch 16", target: "≤ 1.0", ...times }],
  };
}

export async function galrEncoding(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, config);
  const shape: [number, number, number] = [32, objectCount, objectChannels];
  const inputs = {
    pixels: tf.randomUniform<tf.Rank.R4>([32, 256, 256, 3]),
    objects: tf.randomUniform<tf.Rank.R3>(shape),
    adjacency: tf.randomUniform<tf.Rank.R3>(shape, 0, 0.1),
  };
  const encode = async () => {
    const vectors = tf.tidy(() => model.encodeImages(inputs));
    await vectors.data();
    vectors.dispose();
  };
  const times = await interleaved(() => timed(encode), {
    baseline,
    job: "galr_encoding",
    parameters: { words: vocabulary.size, images: 32 },
    runs: 5,
  });
  return { title: "Encoding with GaLR", rows: [{ work: "32 images, 256²", target: "≤ 0.9", ...times }] };
}

export async function galrEvaluation(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, config);
  model.local = objects;
  const captions = dataset.captions.length;
  const blocks = (testImages / block) * (captions / block);
  const times = await interleaved(() => timed(() => evaluate(model, dataset)), {
    baseline,
    job: "galr_evaluation_block",
    parameters: { words: vocabulary.size, sentences: sentences(dataset, vocabulary, block) },
    runs: 1,
  });
  const row = {
    ...times,
    work: `evaluation, ${testImages} images × ${captions} captions`,
    baseline: times.baseline && times.baseline * blocks,
    processor: times.processor && times.processor / blocks,
    target: "≤ 1/15",
    note: `baseline: one block of 128 × 128, times ${blocks.toFixed(0)}`,
  };
  return { title: "Evaluation with GaLR", rows: [row] };
}
