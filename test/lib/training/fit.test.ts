import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import {
  CheckpointError,
  type Dataset,
  type EpochReport,
  type FitOptions,
  fit,
  loadModel,
  OptionError,
  type RetrievalModel,
  ready,
} from "../../../src/lib/index.js";
import { DivergenceError } from "../../../src/lib/training/index.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";
import { root } from "../../support/venv.js";

const folder = mkdtempSync(join(tmpdir(), "fit-"));
const quick: FitOptions = { epochs: 3, batchSize: 8, learningRate: 3e-3, seed: 4, clipNorm: 5 };
let scenes: Dataset;

before(async () => {
  await ready({ engine: "wasm" });
  scenes = await tinyScenes(join(folder, "images"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const out = (name: string) => join(folder, name);

/** Returns all weights and statistics as bytes. */
function bytesOf(model: RetrievalModel): Buffer {
  return Buffer.concat(
    model.parameters.all().map(([, variable]) => Buffer.from(Float32Array.from(variable.dataSync()).buffer)),
  );
}

async function trained(options: FitOptions): Promise<{ model: RetrievalModel; history: EpochReport[] }> {
  const model = tinyModel(scenes);
  return { model, history: await fit(model, scenes, { ...quick, ...options }) };
}

test("training lowers the loss, and the same seed gives the same weights bit for bit", async () => {
  const first = await trained({ epochs: 5 });
  const second = await trained({ epochs: 5 });
  const losses = first.history.map(({ loss }) => loss);
  assert.ok(losses.at(-1)! < losses[0]! * 0.9, `${losses}`);
  assert.deepEqual(bytesOf(first.model), bytesOf(second.model));
});

test("threads that prepare batches do not change the weights, and are gone when a run ends or is aborted", async () => {
  let alive = 0;
  const count = (worker: Worker) => {
    alive += 1;
    worker.once("exit", () => {
      alive -= 1;
    });
  };
  process.on("worker", count);
  const own = await trained({ epochs: 2, threads: 0 });
  const helped = await trained({ epochs: 2, threads: 2 });
  assert.deepEqual(bytesOf(helped.model), bytesOf(own.model));
  assert.equal(alive, 0);
  const stop = new AbortController();
  const onStep = () => {
    assert.equal(alive, 1);
    stop.abort();
  };
  await trained({ threads: 1, signal: stop.signal, onStep });
  assert.equal(alive, 0);
  process.off("worker", count);
});

test("a run that was stopped between epochs and resumed has the weights of one that never stopped", async () => {
  const whole = await trained({ epochs: 4 });
  await trained({ epochs: 2, out: out("between") });
  const resumed = await trained({ epochs: 4, out: out("between"), resume: true });
  assert.deepEqual(bytesOf(resumed.model), bytesOf(whole.model));
  assert.deepEqual(
    resumed.history.map(({ epoch, loss }) => [epoch, loss]),
    whole.history.map(({ epoch, loss }) => [epoch, loss]),
  );
});

test("a run that is aborted in the middle of an epoch is resumed at the next step", async () => {
  const whole = await trained({});
  const stop = new AbortController();
  const steps: number[] = [];
  const onStep = ({ step }: { step: number }) => {
    steps.push(step);
    if (step === 7) stop.abort();
  };
  const first = await trained({ out: out("middle"), signal: stop.signal, onStep });
  assert.equal(first.history.length, 1, "only whole epochs are reported");
  const resumed = await trained({ out: out("middle"), resume: true, onStep });
  assert.deepEqual(bytesOf(resumed.model), bytesOf(whole.model));
  assert.deepEqual(
    steps,
    [...steps.keys()].map((i) => i + 1),
    "no step is done twice",
  );
});

test("a run that is killed leaves complete checkpoints, and is resumed to the same weights", async () => {
  const killed = out("killed");
  const script = fileURLToPath(new URL("./trainForever.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--import", "./test/support/register.mjs", script, killed, join(folder, "images")],
    { cwd: root, stdio: "ignore" },
  );
  const exited = new Promise((resolve) => child.on("exit", resolve));
  while (!existsSync(join(killed, "state.safetensors")) && child.exitCode === null) await sleep(20);
  await sleep(300);
  child.kill("SIGKILL");
  await exited;
  (await loadModel(join(killed, "last.safetensors"))).dispose();
  (await loadModel(join(killed, "best.safetensors"))).dispose();
  const lines = readFileSync(join(killed, "log.jsonl"), "utf8").trim().split("\n");
  const epochs = Math.max(2, ...lines.map((line) => (JSON.parse(line) as { epoch: number }).epoch + 1));
  const whole = await trained({ epochs });
  const resumed = await trained({ epochs, out: killed, resume: true });
  assert.deepEqual(bytesOf(resumed.model), bytesOf(whole.model));
});

test("a resumed run refuses the state of a run with other options, and says which", async () => {
  await trained({ epochs: 1, out: out("other") });
  await assert.rejects(
    trained({ out: out("other"), resume: true, batchSize: 9 }),
    (error) => error instanceof CheckpointError && /batchSize 8 instead of 9/.test(error.message),
  );
});

test("a loss that is not a number stops the run, names step and files, and keeps the last good checkpoint", async () => {
  const model = tinyModel(scenes);
  const poison = model.parameters.get("mvsa.LF_conv.bias");
  const onStep = ({ step }: { step: number }) => {
    if (step === 4) poison.assign(tf.fill(poison.shape, Number.NaN));
  };
  await assert.rejects(
    fit(model, scenes, { ...quick, pairs: "images", out: out("poison"), onStep }),
    (error) =>
      error instanceof DivergenceError &&
      error.step === 5 &&
      /step 5 .*field_\d+\.png/.test(error.message) &&
      error.files.length === 8,
  );
  const kept = await loadModel(join(out("poison"), "last.safetensors"));
  assert.ok(bytesOf(kept).length > 0);
  assert.ok(kept.parameters.get("mvsa.LF_conv.bias").dataSync().every(Number.isFinite));
});

test("margin, rate and clip norm may be functions of the step, which are asked before each step", async () => {
  const asked: number[] = [];
  const rates: number[] = [];
  await fit(tinyModel(scenes), scenes, {
    ...quick,
    epochs: 1,
    pairs: "images",
    margin: ({ step }) => {
      asked.push(step);
      return step === 1 ? 0 : 0.2;
    },
    learningRate: ({ step, steps }) => (1e-3 * step) / steps,
    onStep: ({ learningRate, loss, step }) => {
      rates.push(learningRate);
      if (step === 1) assert.ok(loss >= 0);
    },
  });
  assert.deepEqual(
    asked,
    rates.map((_, i) => i + 1),
  );
  assert.deepEqual(
    rates,
    rates.map((_, i) => (1e-3 * (i + 1)) / rates.length),
  );
});

test("a function of the step that returns no number is refused at its step", async () => {
  const margin = ({ step }: { step: number }) => (step < 2 ? 0.2 : Number.NaN);
  await assert.rejects(
    fit(tinyModel(scenes), scenes, { ...quick, epochs: 1, margin }),
    (error) =>
      error instanceof OptionError && /^margin: expected a number in 0…2, found NaN/.test(error.message),
  );
});

test("patience stops a run whose score no longer rises", async () => {
  const { history } = await trained({ epochs: 50, learningRate: 0, patience: 2 });
  assert.equal(history.length, 3, "one best and two that are no better");
});

test("the checkpoint of the best epoch is the one with the highest validation score", async () => {
  const { history } = await trained({ epochs: 5, out: out("best") });
  const best = await loadModel(join(out("best"), "best.safetensors"));
  assert.ok(best.parameterCount > 0);
  const scores = history.map(({ validation }) => validation!.mR);
  const header = readFileSync(join(out("best"), "best.safetensors")).toString("latin1");
  assert.match(header, new RegExp(`"epoch":"${scores.indexOf(Math.max(...scores)) + 1}"`));
  assert.ok(!readdirSync(out("best")).some((name) => name.endsWith(".part")));
});

test("a hundred steps hold no more tensors than the first ones did", async () => {
  let early = 0;
  await trained({
    epochs: 20,
    batchSize: 4,
    pairs: "images",
    validateEvery: 0,
    onStep: ({ step }) => {
      const { numTensors } = tf.memory();
      if (step === 10) early = numTensors;
      if (step === 100) assert.equal(numTensors, early);
    },
  });
  assert.ok(early > 0);
});

test("an option outside of its range is refused by name", async () => {
  const wrong: [FitOptions, RegExp][] = [
    [{ batchSize: 1 }, /^batchSize: expected a whole number of at least 2, found 1/],
    [{ threads: -1 }, /^threads: expected a whole number of at least 0, found -1/],
    [{ learningRate: -1 }, /^learningRate/],
    [{ margin: 3 }, /^margin/],
    [{ schedule: "linear" as "step" }, /^schedule: expected one of step, cosine, found "linear"/],
    [{ resume: true }, /^resume: expected an `out` folder/],
  ];
  for (const [options, message] of wrong) {
    await assert.rejects(
      trained(options),
      (error) => error instanceof OptionError && message.test(error.message),
    );
  }
});
