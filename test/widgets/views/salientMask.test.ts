import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import sharp from "sharp";
import { type RetrievalModel, Vocabulary } from "../../../src/lib/index.js";
import { DualEncoder, type SalientMaskModel } from "../../../src/lib/models/index.js";
import { SalientMaskViewer } from "../../../src/widgets/views/salientMask/model.js";
import { maskStages } from "../../../src/widgets/views/salientMask/stages.js";
import { playKernel } from "../../support/kernelHost.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

/** A model without any capability. */
class PlainModel extends DualEncoder {
  readonly imageSize = 8;

  constructor() {
    super({ network: "plain" }, { tokenizer: Vocabulary.build(["a field"]), recipe: {} });
  }

  encodeImages(): tf.Tensor2D {
    return tf.ones([1, 2]);
  }

  encodeTexts(): tf.Tensor2D {
    return tf.ones([1, 2]);
  }
}

describe("SalientMaskViewer", () => {
  let picture: Uint8Array;
  before(async () => {
    playKernel();
    picture = new Uint8Array(
      await sharp({ create: { width: 64, height: 64, channels: 3, background: "#808080" } })
        .png()
        .toBuffer(),
    );
  });

  test("takes a mask as it did, and the stages of MVSA as they come from the model", async () => {
    await tf.setBackend("cpu");
    const map = (values: number[]) => tf.tensor3d(values, [2, 2, 2]);
    const stages = await maskStages({
      salientMap: map([-3, 0, 1, 2, 0, 0, 0, 5]),
      mainMap: map([-1, 0, 1, 3, 1, 2, 3, 5]),
      gateMap: map([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]),
      mask: tf.tensor2d([0.5, 0.25, 0.75, 1, 0, 0.5], [2, 3]),
    });
    assert.deepEqual(
      stages[0]!.map(({ name }) => name),
      ["salient mask", "main map", "gate", "channel mask"],
    );
    const rounded = (values: Float32Array) => [...values].map((value) => Number(value.toFixed(4)));
    assert.deepEqual(rounded(stages[0]![0]!.values), [1, 0, 0.3333, 0.6667], "by size, for both signs");
    assert.deepEqual(rounded(stages[1]![1]!.values), [0, 0.25, 0.5, 1]);
    assert.deepEqual(rounded(stages[1]![2]!.values), [0.5, 0.6, 0.7, 0.8], "a gate is not stretched");
    assert.deepEqual(rounded(stages[1]![3]!.values), [1, 0, 0.5]);
    const viewer = new SalientMaskViewer(
      stages.map((all, i) => ({ label: String(i), picture, stages: all })),
    );
    assert.deepEqual(
      viewer.stages.map(({ kind }) => kind),
      ["places", "places", "places", "channels"],
    );
    const plain = new SalientMaskViewer([{ label: "port", picture, mask: new Float32Array(4), side: 2 }]);
    assert.equal(plain.stages.length, 1);
  });

  test("refuses a mask of another size than it says, naming the image", () => {
    assert.throws(
      () => new SalientMaskViewer([{ label: "port", picture, mask: new Float32Array(5), side: 2 }]),
      /expected 2 × 2 values in port's salient mask, found 5/,
    );
  });

  test("falls back to pictures with the mask, in its opacity and threshold", async () => {
    const mask = Float32Array.of(0, 1, 1, 0);
    const viewer = new SalientMaskViewer([{ label: "port", picture, mask, side: 2 }], {
      opacity: 1,
      threshold: 0.5,
    });
    const pixel = async () => {
      const bundle = await viewer.mimeBundle();
      const png = sharp(Buffer.from(bundle["image/png"] as string, "base64")).removeAlpha();
      const raw = await png.extract({ left: 195, top: 5, width: 1, height: 1 }).raw().toBuffer();
      return [...raw];
    };
    const [red, green, blue] = await pixel();
    assert.ok(
      red! > 200 && green! > 200 && blue! < 100,
      `viridis ends in yellow, found ${red} ${green} ${blue}`,
    );
    viewer.set({ opacity: 0 });
    const gray = await pixel();
    for (const channel of gray) assert.ok(Math.abs(channel - 128) < 12, String(gray));
  });
});

describe("SalientMaskViewer.of", () => {
  const folder = mkdtempSync(join(tmpdir(), "masks-"));
  let model: RetrievalModel;
  let images: [string, Uint8Array, { path: string; filename: string }];
  before(async () => {
    playKernel();
    await tf.setBackend("cpu");
    const scenes = await tinyScenes(folder, 6);
    const [first, second, third] = scenes.records;
    model = tinyModel(scenes);
    images = [first!.path, readFileSync(second!.path), third!];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("shows all stages of a model's attention over paths, bytes and records, and keeps no tensor", async () => {
    const before = tf.memory().numTensors;
    const viewer = await SalientMaskViewer.of(model, images as never, { opacity: 0.8 });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(viewer.labels, ["field_0.png", "image 2 (Buffer)", "field_2.png"]);
    assert.deepEqual(
      viewer.stages.map(({ name }) => name),
      ["salient mask", "main map", "gate", "channel mask"],
    );
    assert.equal(viewer.maps.length, 3 * 4);
    for (const values of viewer.maps as Float32Array[])
      assert.ok(values.every((value) => value >= 0 && value <= 1));
    const { width, height } = await sharp(viewer.pictures[0] as Uint8Array).metadata();
    assert.deepEqual([width, height, viewer.opacity], [256, 256, 0.8]);
  });

  test("shows the mask alone of a model whose attention has no stages", async () => {
    const { salientMask } = model as SalientMaskModel;
    const maskOnly = Object.create(model, {
      attend: { value: undefined },
      salientMask: { value: salientMask.bind(model) },
    }) as RetrievalModel;
    const viewer = await SalientMaskViewer.of(maskOnly, images.slice(0, 1) as string[]);
    const [mask] = viewer.stages;
    assert.deepEqual([viewer.stages.length, mask!.name], [1, "salient mask"]);
    assert.equal((viewer.maps[0] as Float32Array).length, mask!.width * mask!.height);
  });

  test("names the methods that a model lacks", async () => {
    await assert.rejects(SalientMaskViewer.of(new PlainModel(), images.slice(0, 1) as string[]), {
      name: "WidgetError",
      message: /expected a model with attend\(\) or salientMask\(\), found "plain" with neither/,
    });
  });

  test("names an image that cannot be opened", async () => {
    await assert.rejects(SalientMaskViewer.of(model, [join(folder, "none.png")]), /none\.png/);
  });
});
