// Encodes images and captions for evaluation and search, against PyTorch under no_grad, also by size and by number.
import * as tf from "@tensorflow/tfjs-core";
import { type RetrievalModel, ready } from "../../src/lib/index.js";
import { similarityMatrix } from "../../src/lib/retrieval/index.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, median, type Result, type Row, timed } from "../measure.js";
import { scenes, sentences, subject } from "../scenes.js";

export async function encoding(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, "released/similarity");
  const words = vocabulary.size;
  const images = tf.randomUniform<tf.Rank.R4>([32, 256, 256, 3]);
  const ofImages = await interleaved(() => timed(() => read(() => model.encodeImages({ pixels: images }))), {
    baseline,
    job: "image_encoding",
    parameters: { words, images: 32, size: 256 },
    runs: 7,
  });
  const captions = dataset.captions.slice(0, 128);
  const ofCaptions = await interleaved(() => timed(() => read(() => model.encodeTexts(captions))), {
    baseline,
    job: "text_encoding",
    parameters: { words, sentences: sentences(dataset, vocabulary, 128) },
    runs: 7,
  });
  return {
    title: "Encoding",
    rows: [
      { work: "32 images, 256²", target: "≤ 1.0", ...ofImages },
      { work: "128 captions", ...ofCaptions, note: "captions that begin alike share their steps" },
    ],
  };
}

/** Encodes by the lightweight model, against the released AMFMN in this library. */
export async function lightEncoding(): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model: amfmn } = subject(dataset, "released/similarity");
  const { model: light } = subject(dataset, "released/lw-mcr");
  const images = tf.randomUniform<tf.Rank.R4>([32, 256, 256, 3]);
  const captions = dataset.captions.slice(0, 128);
  const work: readonly [string, (model: RetrievalModel) => tf.Tensor][] = [
    ["32 images, 256²", (model) => model.encodeImages({ pixels: images })],
    ["128 captions", (model) => model.encodeTexts(captions)],
  ];
  const rows: Row[] = [];
  for (const [name, encode] of work) {
    const times: [number, number][] = [];
    for (let run = 0; run <= 7; run++)
      times.push([
        await timed(() => read(() => encode(light))),
        await timed(() => read(() => encode(amfmn))),
      ]);
    const middle = (side: 0 | 1) => median(times.slice(1).map((pair) => pair[side]));
    const note = `${millions(light)} against ${millions(amfmn)} parameters`;
    rows.push({ work: name, ours: middle(0), baseline: middle(1), note });
  }
  return { title: "Encoding by LW-MCR, against AMFMN in this library", rows };
}

function millions({ parameterCount }: RetrievalModel): string {
  return `${(parameterCount / 1e6).toFixed(1)} million`;
}

export async function encodingGrowth(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const rows: Row[] = [];
  for (const size of [64, 128, 256, 512]) {
    const { model, vocabulary } = subject(dataset, "released/similarity", size);
    const images = tf.randomUniform<tf.Rank.R4>([8, size, size, 3]);
    const parameters = { words: vocabulary.size, images: 8, size };
    const times = await interleaved(() => timed(() => read(() => model.encodeImages({ pixels: images }))), {
      baseline,
      job: "image_encoding",
      parameters,
      runs: 5,
    });
    rows.push({ work: `8 images, ${size}²`, ...times });
    images.dispose();
    model.dispose();
  }
  return { title: "Encoding by image size", rows };
}

/** Scores one image against more and more encoded captions. */
export async function searchGrowth(): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model } = subject(dataset, "released/similarity");
  const visual = tf.randomUniform<tf.Rank.R2>([1, 512]);
  const rows: Row[] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const text = tf.randomUniform<tf.Rank.R2>([count, 512]);
    const work = `an image among ${count.toLocaleString("en")} captions`;
    const search = () => timed(() => similarityMatrix(model, visual, text));
    const times = await interleaved(search, { baseline: undefined, job: "", parameters: {}, runs: 7 });
    rows.push({ work, ...times });
    text.dispose();
  }
  return { title: "Search by number of captions", rows };
}

/** Computes a tensor and waits for its values. */
async function read(compute: () => tf.Tensor): Promise<void> {
  const result = tf.tidy(compute);
  await result.data();
  result.dispose();
}
