import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, type Dataset, fit, loadModel, ready } from "../../../../src/lib/index.js";
import { contrastiveLoss } from "../../../../src/lib/losses/index.js";
import { type Clip, exportCheckpoint, saveCheckpoint } from "../../../../src/lib/models/index.js";
import { batchGradients } from "../../../../src/lib/training/optimization/batchGradients.js";
import { largestDifference, relativeDifference } from "../../../support/closeness.js";
import { tinyScenes } from "../../../support/tinyScenes.js";

const options = {
  imageSize: 32,
  patchSize: 16,
  width: 32,
  imageLayers: [2],
  imageHeads: 2,
  embedding: 16,
  textWidth: 16,
  textHeads: 2,
  textLayers: 1,
};
const tiny = () => createModel("clip/tiny", { options, seed: 3 });
const texts = ["a port", "two gray ships in a port", "a lake", "many trees beside a road"];

describe("fine-tuning of CLIP", () => {
  const folder = mkdtempSync(join(tmpdir(), "clip-fit-"));
  let dataset: Dataset;
  before(async () => {
    await ready();
    dataset = await tinyScenes(join(folder, "scenes"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const valuesOf = (model: Clip) =>
    new Map(
      model.parameters.all().map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]),
    );
  const moved = (before: Map<string, Float32Array>, model: Clip) =>
    [...valuesOf(model)].filter(([name, values]) => {
      const old = before.get(name);
      return old !== undefined && largestDifference(values, old) > 0;
    });

  test("moves both towers and the temperature", async () => {
    const model = tiny();
    const before = valuesOf(model);
    const history = await fit(model, dataset, { epochs: 2, batchSize: 8, validateEvery: 0, threads: 0 });
    assert.ok(Number.isFinite(history.at(-1)!.loss));
    const names = moved(before, model).map(([name]) => name);
    for (const name of ["visual.proj", "text_projection", "logit_scale"])
      assert.ok(names.includes(name), name);
    model.dispose();
  });

  test("freezes a tower for the run only", async () => {
    const model = tiny();
    const before = valuesOf(model);
    await fit(model, dataset, { epochs: 1, batchSize: 8, validateEvery: 0, threads: 0, freeze: ["image"] });
    const names = moved(before, model).map(([name]) => name);
    assert.ok(names.includes("text_projection"));
    assert.deepEqual(
      names.filter((name) => name.startsWith("visual.")),
      [],
    );
    assert.ok(model.parameters.trainable.has("visual.proj"));
    await assert.rejects(
      fit(model, dataset, { freeze: ["images"] }),
      /freeze: expected names of the model's layers \(image, text/,
    );
    await assert.rejects(
      fit(model, dataset, { freeze: ["image", "text", "logit_scale"] }),
      /expected some weights to train/,
    );
    model.dispose();
  });

  test("trains adapters alone, keeps them in a checkpoint and merges them for open_clip", async () => {
    const model = tiny();
    const before = valuesOf(model);
    await fit(model, dataset, {
      epochs: 1,
      batchSize: 8,
      validateEvery: 0,
      threads: 0,
      learningRate: 0.01,
      adapters: { rank: 2 },
    });
    assert.deepEqual(
      moved(before, model).map(([name]) => name),
      ["logit_scale"],
    );
    const [own, merged] = ["own.safetensors", "merged.safetensors"].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    await saveCheckpoint(own, model);
    await exportCheckpoint(merged, model);
    const expected = tf.tidy(() => model.encodeTexts(texts).dataSync());
    const untrained = tiny();
    assert.ok(
      largestDifference(
        tf.tidy(() => untrained.encodeTexts(texts).dataSync()),
        expected,
      ) > 1e-3,
    );
    for (const file of [own, merged]) {
      const read = await loadModel(file);
      assert.ok(
        largestDifference(
          tf.tidy(() => read.encodeTexts(texts).dataSync()),
          expected,
        ) < 1e-5,
        file,
      );
      read.dispose();
    }
    for (const one of [model, untrained]) one.dispose();
  });

  test("computes in parts the gradients of the whole batch", () => {
    const model = tiny();
    const pixels = tf.randomUniform([4, 32, 32, 3], 0, 1, "float32", 5);
    const of = (parts: number) =>
      batchGradients(model, { images: { pixels }, queries: texts, dropoutSeed: 1 }, parts, (scores) =>
        contrastiveLoss(scores, model.scale()),
      );
    const [whole, divided] = [of(1), of(3)];
    assert.ok(Math.abs(whole.value.dataSync()[0]! - divided.value.dataSync()[0]!) < 1e-5);
    assert.deepEqual(Object.keys(divided.grads).sort(), Object.keys(whole.grads).sort());
    for (const [name, gradient] of Object.entries(whole.grads)) {
      const difference = relativeDifference(divided.grads[name]!.dataSync(), gradient.dataSync());
      assert.ok(difference < 1e-3, `${name} differs by ${difference}`);
    }
    tf.dispose([pixels, whole.value, divided.value, whole.grads, divided.grads]);
    model.dispose();
  });

  test("resumes a run with adapters bit for bit", async () => {
    const run = { batchSize: 8, validateEvery: 0, threads: 0, adapters: { rank: 2 }, accumulate: 2 } as const;
    const whole = tiny();
    await fit(whole, dataset, { ...run, epochs: 2, out: join(folder, "whole") });
    const stopped = tiny();
    const stop = new AbortController();
    await fit(stopped, dataset, {
      ...{ ...run, epochs: 2, out: join(folder, "stopped") },
      signal: stop.signal,
      onEpoch: () => stop.abort(),
    });
    const resumed = tiny();
    await fit(resumed, dataset, { ...run, epochs: 2, out: join(folder, "stopped"), resume: true });
    const [expected, found] = [valuesOf(whole), valuesOf(resumed)];
    for (const [name, values] of expected) assert.equal(largestDifference(found.get(name)!, values), 0, name);
    for (const model of [whole, stopped, resumed]) model.dispose();
  });

  test("refuses options that have no effect", async () => {
    const model = tiny();
    await assert.rejects(
      fit(model, dataset, { margin: 0.2 }),
      /margin: expected it with loss hinge, found contrastive/,
    );
    await assert.rejects(fit(model, dataset, { temperature: 0.1 }), /temperature: expected none/);
    await assert.rejects(
      fit(model, dataset, { schedule: "step", warmUp: 0.1 }),
      /warmUp: expected it with schedule cosine/,
    );
    await assert.rejects(
      fit(model, dataset, { adapters: { rank: 0 } }),
      /adapters\.rank: expected a whole number/,
    );
    model.dispose();
  });
});
