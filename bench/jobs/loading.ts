// Loads images from files with the training transforms, against PIL and torchvision's arithmetic. The first epoch does not
// count. The time until the loader's first batch is in the note.
import { availableParallelism } from "node:os";
import { BatchLoader, type BatchOptions, type InputReader } from "../../src/lib/training/loading/batches.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, timed } from "../measure.js";
import { scenes } from "../scenes.js";

/** Reads pixels as a model of 256² does. */
const reader: InputReader = {
  imageSize: 256,
  prepare: async ({ images, pixels }) => ({
    pixels: { shape: [images.length, 256, 256, 3], values: await pixels(256) },
  }),
};
const options = { batchSize: 16, seed: 1, pairs: "images", augmentation: "released" } as const;

export async function loading(baseline: Baseline | undefined): Promise<Result> {
  const dataset = await scenes("train");
  const records = dataset.records.slice(0, 256);
  const parameters = { paths: records.map(({ path }) => path) };
  const measured = async (changed: Partial<BatchOptions>) => {
    const loader = new BatchLoader(records, reader, { ...options, ...changed });
    let starting: number | undefined;
    let number = 0;
    const epoch = async () => {
      const started = performance.now();
      for await (const _batch of loader.epoch(++number)) starting ??= performance.now() - started;
    };
    // The first run starts the workers and does not count.
    const times = await interleaved(() => timed(epoch), { baseline, job: "loading", parameters, runs: 5 });
    await loader.close();
    return { times, starting: starting! };
  };
  const decoding = await measured({ cacheBytes: 0 });
  const kept = await measured({});
  const rate = (seconds: number) => Math.round(records.length / seconds);
  const rates = ({ ours, baseline }: typeof decoding.times) =>
    `ours ${rate(ours)} images/s on ${availableParallelism()} cores${baseline ? `, baseline ${rate(baseline)} on one` : ""}`;
  return {
    title: "Loading",
    rows: [
      {
        work: "256 images with the training transforms",
        target: "≤ 1.0",
        ...decoding.times,
        note: `${rates(decoding.times)}; first batch after ${decoding.starting.toFixed(0)} ms, start of the workers included`,
      },
      {
        work: "256 images in later epochs, decoded ones kept in memory",
        ...kept.times,
        note: `${rates(kept.times)}, where it decodes them again`,
      },
    ],
  };
}
