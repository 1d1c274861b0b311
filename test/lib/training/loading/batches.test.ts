import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Worker } from "node:worker_threads";
import sharp from "sharp";
import { DataError, type ImageRecord } from "../../../../src/lib/index.js";
import { LoaderError } from "../../../../src/lib/training/index.js";
import {
  type Batch,
  BatchLoader,
  type BatchOptions,
  type InputReader,
} from "../../../../src/lib/training/loading/batches.js";

const folder = mkdtempSync(join(tmpdir(), "batches-"));
/** Model that reads nothing but pixels. */
const model: InputReader = {
  imageSize: 24,
  prepare: async ({ images, pixels }) => ({
    pixels: { shape: [images.length, 24, 24, 3], values: await pixels(24) },
  }),
};
const options = { batchSize: 6, seed: 3, pairs: "captions", augmentation: "aerial" } as const;
let records: ImageRecord[];

/** Number of threads that were started, and of those that are alive. */
let started = 0;
let alive = 0;
/** Called with each thread that starts. */
let fate: (worker: Worker) => void = () => {};
process.on("worker", (worker) => {
  started += 1;
  alive += 1;
  fate(worker);
  worker.once("exit", () => {
    alive -= 1;
  });
});

before(async () => {
  records = await Promise.all(Array.from({ length: 13 }, (_, i) => noise(i)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes an image of noise and returns its record with two captions. */
async function noise(i: number): Promise<ImageRecord> {
  const path = join(folder, `noise_${i}.png`);
  const bytes = Uint8Array.from({ length: 40 * 40 * 3 }, (_, k) => Math.imul(k + 1, 2654435761 + i) >>> 24);
  await sharp(bytes, { raw: { width: 40, height: 40, channels: 3 } })
    .png()
    .toFile(path);
  const captions = [`noise ${i}`, `grain ${i}`];
  return { filename: `noise_${i}.png`, path, captions, keywords: [], sceneClass: "noise", split: "train" };
}

/** Returns the batches of an epoch. Asserts that no thread is left. */
async function epoch(changed: Partial<BatchOptions>, number = 1, done = 0): Promise<Batch[]> {
  const loader = new BatchLoader(records, model, { ...options, ...changed });
  const batches = [];
  for await (const batch of loader.epoch(number, done)) batches.push(batch);
  await loader.close();
  return batches;
}

for (const [threads, augmentation] of [
  [1, "released"],
  [2, "paper"],
  [3, "aerial"],
] as const) {
  test(`${augmentation} batches of ${threads} thread(s) are those of none, bit for bit and in order`, async () => {
    const own = await epoch({ augmentation, threads: 0 }, 2);
    assert.equal(own.length, 5);
    assert.deepEqual(await epoch({ augmentation, threads }, 2), own);
  });
}

test("an epoch taken up in its middle has the batches that were left", async () => {
  assert.deepEqual(await epoch({ threads: 2 }, 1, 3), (await epoch({ threads: 0 })).slice(3));
});

test("an image that cannot be decoded is named at the step that needs it, after the steps before it", async () => {
  const broken = { ...records[4]!, filename: "broken.png", path: join(folder, "broken.png") };
  writeFileSync(broken.path, "no picture");
  const all = records.with(4, broken);
  for (const threads of [0, 2]) {
    const loader = new BatchLoader(all, model, { ...options, pairs: "images", threads });
    const whole = await epoch({ pairs: "images", threads: 0 });
    const needs = whole.findIndex(({ pairs }) => pairs.some(({ record }) => record === records[4]));
    let seen = 0;
    await assert.rejects(
      async () => {
        for await (const _batch of loader.epoch(1)) seen += 1;
      },
      (error) => error instanceof DataError && /broken\.png: expected an image/.test(error.message),
    );
    assert.equal(seen, needs);
    await loader.close();
  }
});

test("a loader that is left in the middle of an epoch ends its threads when closed, and gives no more batches", async () => {
  const loader = new BatchLoader(records, model, { ...options, threads: 2 });
  for await (const _batch of loader.epoch(1)) {
    assert.equal(alive, 2, "threads are at work");
    break;
  }
  await loader.close();
  assert.equal(alive, 0);
  await assert.rejects(loader.epoch(1).next(), /has been closed/);
});

test("a loader that is never asked for a batch starts no thread", async () => {
  const before = started;
  await new BatchLoader(records, model, { ...options, threads: 2 }).close();
  assert.equal(started, before);
});

for (const [how, kill] of [
  ["is ended", (worker: Worker) => void worker.terminate()],
  // An unknown message throws in the thread.
  ["throws", (worker: Worker) => worker.postMessage(null)],
] as const) {
  test(`a thread that ${how} in the middle of an epoch is replaced, and the batches stay the same`, async () => {
    const threads: Worker[] = [];
    fate = (worker) => threads.push(worker);
    const loader = new BatchLoader(records, model, { ...options, threads: 2 });
    const batches: Batch[] = [];
    for await (const batch of loader.epoch(1)) {
      if (batches.length % 2 === 0) kill(threads.at(-1)!);
      batches.push(batch);
    }
    await loader.close();
    fate = () => {};
    assert.ok(threads.length > 2, "some took the place of others");
    assert.deepEqual(batches, await epoch({ threads: 0 }));
    assert.equal(alive, 0);
  });
}

test("a thread that dies whenever it starts ends the epoch with an error that names images and cause", async () => {
  const before = started;
  fate = (worker) => void worker.terminate();
  const loader = new BatchLoader(records, model, { ...options, threads: 1 });
  await assert.rejects(
    loader.epoch(1).next(),
    (error) =>
      error instanceof LoaderError && /died 3 times on .*noise_\d+\.png.* and \d+ more/.test(error.message),
  );
  assert.equal(started - before, 3);
  await loader.close();
  fate = () => {};
  assert.equal(alive, 0);
});
