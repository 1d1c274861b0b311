import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { CheckpointError, OptionError } from "../../../src/lib/base/errors.js";
import { writeTensors } from "../../../src/lib/checkpoint/index.js";
import { readTensors } from "../../../src/lib/checkpoint/safetensors.js";
import { differsFrom } from "../../../src/lib/data/images/decodeOptions.js";
import { withPicture } from "../../../src/lib/data/images/picture.js";
import { Dataset, loadDataset } from "../../../src/lib/data/index.js";
import { ready } from "../../../src/lib/engine/index.js";
import { evaluate } from "../../../src/lib/evaluation/index.js";
import { TiledImage } from "../../../src/lib/localization/index.js";
import { exportCheckpoint, loadModel, saveCheckpoint } from "../../../src/lib/models/index.js";
import { buildIndex, score } from "../../../src/lib/retrieval/index.js";
import { fit, readTrainingPlan } from "../../../src/lib/training/index.js";
import { tiffBytes } from "../../support/tiff.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const folder = mkdtempSync(join(tmpdir(), "decoding-"));
after(() => rmSync(folder, { recursive: true }));
/** Pictures, and the same as reflectances of 12 bits in the bands 4, 3, 2 of a TIFF without names. */
let pictures: Dataset;
let bands: Dataset;
const decoding = { bands: [4, 3, 2], stretch: [0, 2550] } as const;

before(async () => {
  await ready({ engine: "wasm" });
  pictures = await tinyScenes(join(folder, "pictures"), 12);
  const records = await Promise.all(
    pictures.records.map(async (record) => {
      const rgb = await sharp(record.path).raw().toBuffer();
      const samples = new Uint16Array(32 * 32 * 5);
      for (let i = 0; i < 32 * 32; i++) {
        samples.set([999, rgb[3 * i + 2]! * 10, rgb[3 * i + 1]! * 10, rgb[3 * i]! * 10, 2000], 5 * i);
      }
      const path = record.path.replace(".png", ".tif");
      writeFileSync(path, tiffBytes({ width: 32, height: 32, samples, extra: [0, 0, 0, 0] }));
      return { ...record, filename: record.filename.replace(".png", ".tif"), path };
    }),
  );
  bands = new Dataset("bands", records);
});

const options = { epochs: 1, batchSize: 4, seed: 3 };

describe("bands and stretch", () => {
  test("make the same training of a TIFF with five bands as of the picture, in any number of threads", async () => {
    const losses = [];
    for (const [dataset, more] of [
      [pictures, { threads: 0 }],
      [bands, { threads: 0, ...decoding }],
      [bands, { threads: 2, ...decoding }],
    ] as const) {
      const model = tinyModel(pictures);
      const [report] = await fit(model, dataset, { ...options, ...more });
      losses.push([report!.loss, report!.validation?.mR]);
      model.dispose();
    }
    assert.deepEqual(losses[1], losses[0]);
    assert.deepEqual(losses[2], losses[0]);
  });

  test("are kept in the checkpoint, and its model reads all further images with them", async () => {
    const model = tinyModel(pictures);
    const out = join(folder, "run");
    await fit(model, bands, { ...options, ...decoding, out });
    const loaded = await loadModel(join(out, "best.safetensors"));
    assert.deepEqual(loaded.decoding, decoding);
    const [paths, texts] = [bands.paths.slice(0, 3), ["a red field"]];
    const rgb = { bands: [1, 2, 3] };
    // A picture has no band 4. The caller has to say that its own three are meant.
    await assert.rejects(
      score(loaded, pictures.paths, texts),
      /found 3 bands, fewer than the bands 4, 3, 2 need/,
    );
    const expected = await score(loaded, pictures.paths.slice(0, 3), texts, rgb);
    assert.deepEqual(await score(loaded, paths, texts), expected);
    const index = await buildIndex(loaded, paths);
    const ofPictures = await buildIndex(loaded, pictures.paths.slice(0, 3), rgb);
    assert.deepEqual(await index.embeddings.data(), await ofPictures.embeddings.data());
    assert.deepEqual(index.decoding, decoding);
    const measured = await evaluate(loaded, bands, { split: "val" });
    assert.equal(measured.mR, (await evaluate(loaded, pictures, { split: "val", ...rgb })).mR);
    const tiled = await TiledImage.open(loaded, paths[0]!, { tileSizes: [16], filter: "none" });
    assert.deepEqual(tiled.decoding, decoding);
    for (const one of [index, ofPictures, tiled, loaded, model]) one.dispose();
  });

  test("of the caller come before those of the data set, which come before those of the model", async () => {
    const model = tinyModel(pictures);
    model.decoding = { bands: [1], stretch: "full" };
    const record = { ...bands.records[0]!, decoding: { bands: [5] } };
    const texts = ["a red field"];
    const gray = (band: number) => ({ bands: [band], stretch: "full" as const });
    assert.deepEqual(await score(model, [record], texts), await score(model, [record.path], texts, gray(5)));
    assert.deepEqual(
      await score(model, [record], texts, { bands: [3] }),
      await score(model, [record.path], texts, gray(3)),
    );
    model.dispose();
  });

  test("are options of loadDataset and of a configuration file", async () => {
    const csv = join(folder, "pictures", "captions.csv");
    writeFileSync(csv, "filename,caption,split\nfield_0.tif,a red field,train\n");
    const dataset = await loadDataset(csv, { images: join(folder, "pictures"), ...decoding });
    assert.deepEqual(dataset.records[0]!.decoding, decoding);
    await assert.rejects(loadDataset(csv, { bands: [0] }), OptionError);
    const yaml = join(folder, "run.yaml");
    writeFileSync(yaml, "bands: [4, 3, 2]\nstretch: [0, 2550]\ntraining: { onBadImage: skip }\n");
    const { bands: read, stretch, onBadImage } = readTrainingPlan(yaml).fit;
    assert.deepEqual({ bands: read, stretch, onBadImage }, { ...decoding, onBadImage: "skip" });
    writeFileSync(yaml, "bands: 4,3,2\n");
    assert.throws(
      () => readTrainingPlan(yaml),
      /run\.yaml: bands: expected band numbers such as \[4, 3, 2\], found "4,3,2"/,
    );
  });

  test("that differ from a run's are refused when it is resumed, and named when a model is used", async () => {
    const out = join(folder, "resumed");
    const model = tinyModel(pictures);
    await fit(model, bands, { ...options, ...decoding, out });
    const again = fit(model, bands, {
      ...options,
      epochs: 2,
      out,
      resume: true,
      ...decoding,
      stretch: "full",
    });
    await assert.rejects(again, (error) => error instanceof CheckpointError && /stretch/.test(error.message));
    assert.deepEqual(differsFrom({ bands: [3, 2, 1] }, decoding), [
      "the images are read with bands [3,2,1], the model was trained with [4,3,2].",
    ]);
    assert.deepEqual(differsFrom({ bands: [4, 3, 2] }, decoding), []);
    model.dispose();
  });

  test("are kept in a checkpoint for the authors' code", async () => {
    const [file, model] = [join(folder, "authors.safetensors"), tinyModel(pictures)];
    model.decoding = decoding;
    await exportCheckpoint(file, model);
    const loaded = await loadModel(file);
    assert.deepEqual(loaded.decoding, decoding);
    for (const one of [loaded, model]) one.dispose();
  });

  test("in a checkpoint's header are checked", async () => {
    const [file, model] = [join(folder, "one.safetensors"), tinyModel(pictures)];
    model.decoding = decoding;
    await saveCheckpoint(file, model);
    const { tensors, metadata } = await readTensors(file);
    await writeTensors(file, { tensors, metadata: { ...metadata, decoding: '{"bands":[0]}' } });
    await assert.rejects(
      loadModel(file),
      (error) => error instanceof CheckpointError && error.message.startsWith(file),
    );
    model.dispose();
  });

  test("show the same picture to people as to the model", async () => {
    const rgb = (path: string, more = {}) =>
      withPicture(path, more, async (picture, { width, height }) => {
        assert.deepEqual([width, height], [32, 32]);
        return picture.removeAlpha().raw().toBuffer();
      });
    assert.deepEqual(await rgb(bands.paths[1]!, decoding), await rgb(pictures.paths[1]!));
  });
});
