// The folder of a run belongs to one run at a time, and a run in it is not overwritten by mistake.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import {
  Dataset,
  FileError,
  type FitOptions,
  fit,
  loadModel,
  OptionError,
  ready,
} from "../../../../src/lib/index.js";
import { DivergenceError } from "../../../../src/lib/training/index.js";
import { tinyModel, tinyScenes } from "../../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "run-folder-"));
const quick: FitOptions = { epochs: 1, batchSize: 8, learningRate: 3e-3, onNote: () => {} };
let scenes: Dataset;

before(async () => {
  await ready({ engine: "wasm" });
  scenes = await tinyScenes(join(folder, "images"), 12);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const train = (out: string, options: FitOptions = {}) =>
  fit(tinyModel(scenes), scenes, { ...quick, ...options, out });

describe("the folder of a run", () => {
  test("is refused while another run writes into it, and is free after its end", async () => {
    const out = join(folder, "locked");
    let second: Promise<unknown> | undefined;
    const onStep = () => {
      second ??= train(out).catch((error: unknown) => error);
    };
    await train(out, { onStep });
    const error = await second;
    assert.ok(error instanceof FileError, String(error));
    assert.match(error.message, new RegExp(`found the run of process ${process.pid} on `));
    assert.ok(!readdirSync(out).includes("run.lock"));
  });

  test("is free again after a run that failed", async () => {
    const out = join(folder, "failed");
    const onStep = () => {
      throw new Error("stop");
    };
    await assert.rejects(train(out, { onStep }), /stop/);
    assert.equal((await train(out)).length, 1);
  });

  test("with a run is refused, continued by resume and replaced by overwrite", async () => {
    const out = join(folder, "finished");
    await train(out);
    const before = readFileSync(join(out, "best.safetensors"));
    await assert.rejects(train(out), (error) => {
      assert.ok(error instanceof FileError);
      assert.match(
        error.message,
        /found best\.safetensors, .*resume \(--resume\).*overwrite \(--overwrite\)/,
      );
      return true;
    });
    assert.deepEqual(readFileSync(join(out, "best.safetensors")), before);
    assert.equal((await train(out, { resume: true, epochs: 2 })).length, 2);
    assert.equal((await train(out, { overwrite: true })).length, 1);
    assert.equal(readdirSync(out).filter((name) => name.startsWith("events")).length, 1);
    await assert.rejects(train(out, { overwrite: true, resume: true }), OptionError);
  });

  test("keeps its checkpoints when a run without a state is resumed", async () => {
    const out = join(folder, "stateless");
    await train(out);
    rmSync(join(out, "state.safetensors"));
    await assert.rejects(train(out, { resume: true }), /has no state to resume, found best\.safetensors/);
  });

  test("loses the temporary files of killed runs, and keeps others", async () => {
    const out = join(folder, "leftovers");
    await train(out);
    for (const name of ["best.safetensors.1234.part", "log.csv.9.part", "mine.1.part"])
      writeFileSync(join(out, name), "");
    await train(out, { resume: true });
    assert.deepEqual(
      readdirSync(out).filter((name) => name.endsWith(".part")),
      ["mine.1.part"],
    );
  });

  test("is tried before any work", async () => {
    writeFileSync(join(folder, "file"), "");
    let steps = 0;
    const onStep = () => void steps++;
    await assert.rejects(train(join(folder, "file"), { onStep }), /EEXIST/);
    await assert.rejects(train(join(folder, "file", "deeper"), { onStep }), /ENOTDIR/);
    await assert.rejects(train("https://example.org/runs", { onStep }), /expected a path, found the URL/);
    assert.equal(steps, 0);
  });

  test("on a disk that becomes full ends the run with one sentence, and keeps the last good checkpoint", async () => {
    const out = join(folder, "full");
    await train(out);
    const onStep = () => {
      rmSync(join(out, "log.jsonl"), { force: true });
      symlinkSync("/dev/full", join(out, "log.jsonl"));
    };
    await assert.rejects(train(out, { resume: true, epochs: 2, onStep }), (error) => {
      assert.ok(error instanceof FileError, String(error));
      assert.match(error.message, /^[^\n]*log\.jsonl: .*no space left on the device \(ENOSPC\)[^\n]*$/);
      return true;
    });
    (await loadModel(join(out, "last.safetensors"))).dispose();
  });
});

describe("no checkpoint holds a NaN", () => {
  test("when a weight is not a number after the last step of an epoch", async () => {
    for (const parameter of ["mvsa.LF_conv.bias", "extract_feature.resnet.bn1.running_var"]) {
      const model = tinyModel(scenes);
      const poison = model.parameters.get(parameter);
      const out = join(folder, parameter);
      const onStep = () => {
        const values = Float32Array.from(poison.dataSync());
        values[values.length - 1] = Number.NaN;
        tf.tidy(() => poison.assign(tf.tensor(values, poison.shape)));
      };
      const options = { ...quick, batchSize: 100, validateEvery: 0, out, onStep };
      await assert.rejects(
        fit(model, scenes, options),
        (error) =>
          error instanceof DivergenceError && /weights after step 1 are not a number/.test(error.message),
      );
      assert.ok(!readdirSync(out).some((name) => name.endsWith(".safetensors")), readdirSync(out).join());
    }
  });

  test("when a run with such a weight is stopped", async () => {
    const model = tinyModel(scenes);
    const poison = model.parameters.get("mvsa.LF_conv.bias");
    const stop = new AbortController();
    const onStep = () => {
      poison.assign(tf.fill(poison.shape, Number.NaN));
      stop.abort();
    };
    const out = join(folder, "stopped");
    await assert.rejects(
      fit(model, scenes, { ...quick, batchSize: 4, out, onStep, signal: stop.signal }),
      DivergenceError,
    );
    assert.ok(!readdirSync(out).some((name) => name.endsWith(".safetensors")));
  });
});

describe("a collapsed model", () => {
  test("is pointed out once, after two epochs at twice the margin", async () => {
    const notes: string[] = [];
    const model = tinyModel(scenes);
    // Text vectors that do not depend on the text.
    model.encodeTexts = (texts) =>
      tf.tidy(() =>
        tf.mul(tf.ones([texts.length, 16]), tf.sum(tf.mul(model.parameters.get("mvsa.LF_conv.bias"), 0))),
      );
    model.similarity = (visual, text) => tf.matMul(visual, text, false, true) as tf.Tensor2D;
    const options = { ...quick, batchSize: 4, validateEvery: 0, onNote: (note: string) => notes.push(note) };
    for (const maxViolation of [true, false]) {
      notes.length = 0;
      await fit(model, scenes, { ...options, maxViolation, epochs: 5 });
      assert.equal(notes.length, 1, notes.join("\n"));
      assert.match(notes[0]!, /twice the margin for 2 epochs/);
    }
  });

  test("is not suspected while the loss falls", async () => {
    const notes: string[] = [];
    await fit(tinyModel(scenes), scenes, { ...quick, epochs: 5, onNote: (note) => notes.push(note) });
    assert.deepEqual(notes, []);
  });
});

describe("options of fit that contradict each other", () => {
  const cases: [FitOptions, RegExp][] = [
    [{ allowChangedData: true }, /^allowChangedData: expected it with resume, found it alone/],
    [{ schedule: "cosine", decay: 0.5 }, /^decay: expected it with schedule step, found cosine/],
    [{ seed: 2 ** 32 }, /^seed: expected a whole number in 0…4294967295, found 4294967296/],
    [{ seed: -1 }, /^seed: .*found -1/],
    [{ seed: 0.5 }, /^seed: .*found 0\.5/],
  ];
  for (const [options, message] of cases) {
    test(`${JSON.stringify(options)} is refused`, async () => {
      await assert.rejects(
        train(join(folder, "contradiction"), options),
        (error) => error instanceof OptionError && message.test(error.message),
      );
    });
  }

  test("a vocabulary of which no word occurs is refused", async () => {
    const foreign = new Dataset(
      "foreign",
      scenes.records.map((record) => ({ ...record, captions: ["ein rotes Feld"] })),
    );
    await assert.rejects(
      fit(tinyModel(scenes), foreign, quick),
      /^OptionError: vocabulary: expected words of foreign/,
    );
  });

  test("a batch that is larger than the data is noted", async () => {
    const notes: string[] = [];
    await fit(tinyModel(scenes), scenes, { ...quick, batchSize: 500, onNote: (note) => notes.push(note) });
    assert.match(notes.join(), /batchSize is 500, and tiny has only 20 pairs/);
  });
});
