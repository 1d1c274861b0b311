// A resumed run goes on with the data, the words and the options of its state, or names every difference.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { readTensors, writeTensors } from "../../../../src/lib/checkpoint/index.js";
import {
  CheckpointError,
  createModel,
  Dataset,
  type FitOptions,
  fit,
  type ImageRecord,
  OptionError,
  type RetrievalModel,
  ready,
  Vocabulary,
} from "../../../../src/lib/index.js";
import { tinyModel, tinyScenes } from "../../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "resume-"));
const quick: FitOptions = { epochs: 1, batchSize: 8, learningRate: 3e-3, seed: 4, onNote: () => {} };
let scenes: Dataset;
let runs = 0;

before(async () => {
  await ready({ engine: "wasm" });
  scenes = await tinyScenes(join(folder, "images"), 12);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function bytesOf(model: RetrievalModel): Buffer {
  return Buffer.concat(
    model.parameters.all().map(([, variable]) => Buffer.from(Float32Array.from(variable.dataSync()).buffer)),
  );
}

/** Trains one epoch and returns the folder. */
async function begun(options: FitOptions = {}): Promise<string> {
  const out = join(folder, `run-${runs++}`);
  const model = tinyModel(scenes);
  await fit(model, scenes, { ...quick, ...options, out });
  model.dispose();
  return out;
}

const changed = (change: (records: ImageRecord[]) => readonly ImageRecord[]) =>
  new Dataset("tiny", change([...scenes.records]));

/** Resumes a run and expects a refusal. */
async function refused(
  out: string,
  {
    data = scenes,
    model = tinyModel(scenes),
    ...options
  }: FitOptions & { data?: Dataset; model?: RetrievalModel },
  message: RegExp,
): Promise<void> {
  await assert.rejects(fit(model, data, { ...quick, epochs: 2, ...options, out, resume: true }), (error) => {
    assert.ok(error instanceof CheckpointError || error instanceof OptionError, String(error));
    assert.match(error.message, message);
    return true;
  });
  model.dispose();
}

describe("a resumed run", () => {
  test("on the same images in another order has the weights of one that never stopped", async () => {
    const whole = tinyModel(scenes);
    await fit(whole, scenes, { ...quick, epochs: 2 });
    const out = await begun();
    const resumed = tinyModel(scenes);
    const reversed = changed((records) => records.reverse());
    await fit(resumed, reversed, { ...quick, epochs: 2, out, resume: true });
    assert.deepEqual(bytesOf(resumed), bytesOf(whole));
  });

  test("counts the images that are missing, new, moved, with other captions or other pixels", async () => {
    const out = await begun();
    const edit = (i: number, part: Partial<ImageRecord>) =>
      changed((records) => records.map((record, k) => (k === i ? { ...record, ...part } : record)));
    const [first] = scenes.records;
    const other = join(folder, "other.png");
    await sharp({ create: { width: 32, height: 32, channels: 3, background: "teal" } }).toFile(other);
    const cases: [Dataset, RegExp][] = [
      [changed((records) => records.slice(1)), /found one with other data: 1 image missing \(field_0\.png\)/],
      [changed((records) => [...records, { ...first!, filename: "more.png" }]), /1 image new \(more\.png\)/],
      [edit(0, { split: "val" }), /1 image in another split \(field_0\.png\)/],
      [edit(0, { captions: ["a red field", "field"] }), /1 image with other captions \(field_0\.png\)/],
      [edit(0, { captions: [...first!.captions].reverse() }), /1 image with other captions/],
      [edit(0, { path: other }), /1 image with other pixels \(field_0\.png\)/],
    ];
    for (const [data, message] of cases) await refused(out, { data }, message);
  });

  test("goes on with other data when that is allowed", async () => {
    const out = await begun();
    const data = changed((records) => records.slice(2));
    const model = tinyModel(scenes);
    const options = { ...quick, epochs: 2, out, resume: true, allowChangedData: true };
    assert.equal((await fit(model, data, options)).length, 2);
    await refused(out, { epochs: 3 }, /2 images new/);
  });

  test("does not care about the test split and the place of the images", async () => {
    const out = await begun();
    const moved = changed((records) => [
      ...records,
      { ...records[0]!, filename: "test.png", split: "test" as const },
    ]);
    assert.equal((await fit(tinyModel(scenes), moved, { ...quick, epochs: 2, out, resume: true })).length, 2);
  });

  test("names every option with another value, and goes on with them when that is allowed", async () => {
    const out = await begun();
    await refused(
      out,
      { learningRate: 1e-3, batchSize: 4 },
      /batchSize 8 instead of 4; learningRate 0\.003 instead of 0\.001; .*allowChangedOptions/,
    );
    const options = { ...quick, epochs: 2, learningRate: 1e-3, out, resume: true, allowChangedOptions: true };
    assert.equal((await fit(tinyModel(scenes), scenes, options)).length, 2);
  });

  test("refuses words in another order, and a vocabulary with other words, by the words", async () => {
    const out = await begun();
    const build = (captions: readonly string[]) =>
      createModel(tinyModel(scenes).options, { vocabulary: Vocabulary.build(captions) });
    const model = build([...scenes.captions].reverse());
    await refused(out, { model }, /other words \(\d+ with another number: /);
    const more = build([...scenes.captions, "a harbor"]);
    await refused(out, { model: more, allowChangedData: true }, /other words \(1 added: harbor\)/);
  });

  test("refuses fewer epochs than are finished", async () => {
    const out = await begun({ epochs: 2 });
    await refused(out, { epochs: 1 }, /epochs: expected at least the 2 .* found 1/);
  });

  test("without a state says so, and starts at its beginning", async () => {
    const notes: string[] = [];
    const out = join(folder, "nothing");
    const options = { ...quick, out, resume: true, onNote: (note: string) => notes.push(note) };
    assert.equal((await fit(tinyModel(scenes), scenes, options)).length, 1);
    assert.match(notes.join(), /no state to resume/);
  });

  test("refuses a state with a broken part with a sentence that names the part", async () => {
    for (const part of ["run", "progress", "data", "options", "vocabulary", "adamStep", "epochs"]) {
      const out = await begun();
      const file = join(out, "state.safetensors");
      const { tensors, metadata } = await readTensors(file);
      const copies = tensors.map(({ name, shape, values }) => ({ name, shape, values }));
      await writeTensors(file, { tensors: copies, metadata: { ...metadata, [part]: '{"epoch": 1, "ste' } });
      await refused(
        out,
        {},
        new RegExp(`state\\.safetensors: expected the part ${part} of a run's state, found`),
      );
    }
  });

  test("refuses a state that is cut off", async () => {
    const out = await begun();
    const file = join(out, "state.safetensors");
    writeFileSync(file, readFileSync(file).subarray(0, 3000));
    await refused(out, {}, /state\.safetensors: expected/);
  });

  test("goes on from a state of version 0.2.0 only when changed data are allowed", async () => {
    const out = await begun();
    const file = join(out, "state.safetensors");
    const { tensors, metadata } = await readTensors(file);
    const copies = tensors.map(({ name, shape, values }) => ({ name, shape, values }));
    const model = tinyModel(scenes);
    const { maxViolation, ...options } = JSON.parse(metadata.run!) as Record<string, unknown>;
    const run = JSON.stringify({
      model: model.options,
      words: model.tokenizer.size,
      ...options,
      hardest: maxViolation,
    });
    const { progress, adamStep } = metadata as Record<string, string>;
    const old = { format: "amfmn-lab/run/1", progress: progress!, adamStep: adamStep!, run };
    await writeTensors(file, { tensors: copies, metadata: old });
    await refused(out, {}, /version 0\.2\.0, which does not name its data/);
    const history = await fit(model, scenes, {
      ...quick,
      epochs: 2,
      out,
      resume: true,
      allowChangedData: true,
    });
    assert.equal(history.length, 2);
    assert.ok(existsSync(file));
  });
});
