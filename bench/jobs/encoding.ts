// Encoding images and captions, as evaluation and search do, against PyTorch under no_grad; and how it grows.
import * as tf from "@tensorflow/tfjs-core";
import { ready } from "../../src/lib/index.js";
import { inTurns, type Result, type Row, timed } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { scenes, sentences, subject } from "../scenes.js";

export async function encoding(peer: Peer | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, "released/similarity");
  const words = vocabulary.size;
  const images = tf.randomUniform<tf.Rank.R4>([32, 256, 256, 3]);
  const ofImages = await inTurns(() => timed(() => read(() => model.encodeImages(images))), {
    peer,
    job: "image_encoding",
    parameters: { words, images: 32, size: 256 },
    runs: 7,
  });
  const captions = dataset.records.flatMap(({ captions }) => captions).slice(0, 128);
  const ofCaptions = await inTurns(() => timed(() => read(() => model.encodeTexts(captions))), {
    peer,
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

export async function encodingGrowth(peer: Peer | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const rows: Row[] = [];
  for (const size of [64, 128, 256, 512]) {
    const { model, vocabulary } = subject(dataset, "released/similarity", size);
    const images = tf.randomUniform<tf.Rank.R4>([8, size, size, 3]);
    const parameters = { words: vocabulary.size, images: 8, size };
    const turns = await inTurns(() => timed(() => read(() => model.encodeImages(images))), {
      peer,
      job: "image_encoding",
      parameters,
      runs: 5,
    });
    rows.push({ work: `8 images, ${size}²`, ...turns });
    images.dispose();
    model.dispose();
  }
  return { title: "Encoding by image size", rows };
}

/** One image searched for among more and more captions that are encoded already. */
export async function searchGrowth(): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model } = subject(dataset, "released/similarity");
  const visual = tf.randomUniform<tf.Rank.R2>([1, 512]);
  const rows: Row[] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const text = tf.randomUniform<tf.Rank.R2>([count, 512]);
    const work = `an image among ${count.toLocaleString("en")} captions`;
    const search = () => timed(() => model.similarityMatrix(visual, text));
    const turns = await inTurns(search, { peer: undefined, job: "", parameters: {}, runs: 7 });
    rows.push({ work, ...turns });
    text.dispose();
  }
  return { title: "Search by number of captions", rows };
}

/** Computes and waits for the numbers. */
async function read(compute: () => tf.Tensor): Promise<void> {
  const result = tf.tidy(compute);
  await result.data();
  result.dispose();
}
