import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "../../../../src/lib/checkpoint/safetensors.js";
import { torchParts } from "../../../../src/lib/checkpoint/torchParameters.js";
import { loadModel, ready } from "../../../../src/lib/index.js";
import { contrastiveLoss } from "../../../../src/lib/losses/index.js";
import { type Clip, exportCheckpoint } from "../../../../src/lib/models/index.js";
import { largestDifference, relativeDifference } from "../../../support/closeness.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const script = fileURLToPath(new URL("../../../support/pytorch/clip.py", import.meta.url));

/** The forms that a network's weights are published in, and the results of the program that wrote them. */
const forms = {
  "open_clip's training checkpoint, wrapped by DataParallel": { file: "vit.pt", results: "vit" },
  "open_clip's safetensors": { file: "vit.safetensors", results: "vit" },
  "a text tower of its own": { file: "custom.pt", results: "vit" },
  "an attention-pooled ResNet": { file: "resnet.pt", results: "resnet" },
  "an open_clip folder with QuickGELU": { file: "hub", results: "quick" },
  "OpenAI's archive of TorchScript": { file: "archive.pt", results: "quick" },
  "a Hugging Face folder": { file: "hugging", results: "hugging" },
} as const;

suite("CLIP beside open_clip and transformers", { skip: noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clip-"));
  const read = async (file: string) => {
    const { tensors } = await readTensors(join(folder, file));
    return new Map(tensors.map((tensor) => [tensor.name, tensor]));
  };
  const load = async (file: string) => (await loadModel(join(folder, file))) as Clip;
  let texts: string[];
  let pixels: tf.Tensor4D;

  before(async () => {
    await ready();
    await runTorch(script, [folder]);
    texts = JSON.parse(readFileSync(join(folder, "texts.json"), "utf8")) as string[];
    const stored = (await read("pixels.safetensors")).get("pixels")!;
    pixels = tf.tensor4d(stored.values, stored.shape as [number, number, number, number]);
  });
  after(() => {
    pixels.dispose();
    rmSync(folder, { recursive: true });
  });

  const logitsOf = (model: Clip) =>
    tf.tidy(() => {
      const cosines = model.similarity(model.encodeImages({ pixels }), model.encodeTexts(texts));
      return tf.mul(cosines, model.scale()).dataSync();
    });

  for (const [name, { file, results }] of Object.entries(forms)) {
    test(`${name} gives the same logits`, async () => {
      const model = await load(file);
      const expected = (await read(`${results}.results`)).get("logits")!;
      assert.ok(largestDifference(logitsOf(model), expected.values) < 1e-4);
      model.dispose();
    });
  }

  test("half precision is read as it is rounded", async () => {
    const model = await load("half.pt");
    const expected = (await read("vit.results")).get("logits")!;
    const difference = largestDifference(logitsOf(model), expected.values);
    assert.ok(difference > 0 && difference < 0.05, String(difference));
    model.dispose();
  });

  for (const [file, results] of [
    ["vit.safetensors", "vit"],
    ["resnet.pt", "resnet"],
  ] as const) {
    test(`all gradients of ${file} are those of PyTorch`, async () => {
      const model = await load(file);
      const expected = await read(`${results}.results`);
      const { value, grads } = tf.variableGrads(() => {
        const scores = model.similarity(model.encodeImages({ pixels }), model.encodeTexts(texts));
        return contrastiveLoss(scores, model.scale());
      });
      assert.ok(Math.abs(value.dataSync()[0]! - expected.get("loss")!.values[0]!) < 1e-5);
      const weights = model.parameters.list().filter(({ isWeight }) => isWeight);
      for (const { name, variable, torch } of weights) {
        const [part] = torchParts(grads[variable.name]!, torch);
        const wanted = expected.get(`gradient/${name}`)!.values;
        // Keys have no gradient by their bias: a softmax does not change when all scores do.
        const difference = name.endsWith("k_proj.bias")
          ? largestDifference(part!.dataSync(), wanted)
          : relativeDifference(part!.dataSync(), wanted);
        assert.ok(difference < 1e-3, `${name} differs by ${difference}`);
        part!.dispose();
      }
      tf.dispose([value, grads]);
      model.dispose();
    });
  }

  test("an exported checkpoint is open_clip's state dict", async () => {
    const model = await load("vit.pt");
    await exportCheckpoint(join(folder, "exported.safetensors"), model);
    model.dispose();
    const [ours, theirs] = [await read("exported.safetensors"), await read("vit.safetensors")];
    assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort());
    for (const [name, { shape, values }] of theirs) {
      assert.deepEqual(ours.get(name)!.shape, shape, name);
      assert.equal(largestDifference(ours.get(name)!.values, values), 0, name);
    }
  });

  const refused = {
    "text-only.pt": /expected both towers of CLIP, found only the text tower \(positional_embedding/,
    "image-only.pt": /expected both towers of CLIP, found only the image tower \(visual\./,
    "other-words.pt": /expected the 49408 tokens of CLIP's byte pairs, found 30000/,
    "surplus.pt": /visual\.adapter\.weight/,
    "missing.pt": /visual\.proj/,
  };
  for (const [file, message] of Object.entries(refused)) {
    test(`${file} is refused by what it has or lacks`, async () => {
      await assert.rejects(load(file), message);
    });
  }

  test("the choice of GELU is said for a file that does not hold it", async () => {
    const notes: string[] = [];
    const file = join(folder, "vit.pt");
    const model = await loadModel(file, { onNote: (note) => notes.push(note) });
    assert.match(notes.at(-1)!, /GELU is taken/);
    const quick = (await loadModel(file, { options: { activation: "quick-gelu" } })) as Clip;
    assert.equal(quick.options.activation, "quick-gelu");
    await assert.rejects(loadModel(file, { options: { width: 768 } }), /width: expected 128/);
    model.dispose();
    quick.dispose();
  });
});
