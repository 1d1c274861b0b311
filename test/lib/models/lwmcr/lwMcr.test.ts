import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { readTensors, writeTensors } from "../../../../src/lib/checkpoint/safetensors.js";
import { torchParts } from "../../../../src/lib/checkpoint/torchParameters.js";
import {
  createModel,
  evaluate,
  fit,
  loadModel,
  ready,
  saveCheckpoint,
  Vocabulary,
} from "../../../../src/lib/index.js";
import { hingeLoss } from "../../../../src/lib/losses/index.js";
import { exportCheckpoint, type LwMcr } from "../../../../src/lib/models/index.js";
import { largestDifference, relativeDifference } from "../../../support/closeness.js";
import { tinyScenes } from "../../../support/tinyScenes.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const script = fileURLToPath(new URL("./lwMcrReference.py", import.meta.url));
const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
const vocabulary = Vocabulary.build([words.join(" ")]);
const captions = [
  "word1 word2 word3 word4 word5 word6 word7",
  "word9 word8 word7 word6 word5",
  "word4 word3 word2",
  "word30 word2 word2 word8 word9 word10",
];
const sentences = captions.map((caption) => [...vocabulary.encode(caption)]);
/** Biases before a batch normalization, whose gradients are rounding noise. */
const withoutEffect = /(lower_trans\.0|higher_trans\.1|ISA_\d_c)\.bias$/;
const folder = mkdtempSync(join(tmpdir(), "lw-mcr-"));
after(() => rmSync(folder, { recursive: true }));

const networks = {
  "the released network": {
    imageSize: 256,
    images: 2,
    sizes: { width: 64, embedding: 512, wordEmbedding: 300, filters: 100 },
  },
  "a small network of the same form": {
    imageSize: 64,
    images: 4,
    sizes: { width: 16, embedding: 24, wordEmbedding: 12, filters: 10 },
  },
};

for (const [name, { sizes, ...spec }] of Object.entries(networks)) {
  suite(`LW-MCR, ${name}`, { skip: noTorch }, () => {
    const own = join(folder, String(sizes.width));
    const reference = async (out: string, more: object = {}) => {
      mkdirSync(out, { recursive: true });
      const all = { seed: sizes.width, tokens: vocabulary.size, sentences, sizes, ...spec, ...more };
      await runTorch(script, [out, JSON.stringify(all)]);
      const { tensors } = await readTensors(join(out, "results.safetensors"));
      return new Map(tensors.map((tensor) => [tensor.name, tensor]));
    };
    let results: Awaited<ReturnType<typeof reference>>;
    const load = async () => (await loadModel(join(own, "LW_MCR.tar"), { vocabulary })) as LwMcr;
    const inputs = () => {
      const { values, shape } = results.get("pixels")!;
      return { pixels: tf.tensor(values, [...shape]) };
    };
    const close = async (found: tf.Tensor, expected: string, most = 1e-4) => {
      const difference = relativeDifference(await found.data(), results.get(expected)!.values);
      assert.ok(difference < most, `${expected}: ${difference}`);
    };

    before(async () => {
      await ready();
      results = await reference(own);
    });

    test("has the authors' 97 tensors and number of parameters", async () => {
      const model = await load();
      const counts = JSON.parse(readFileSync(join(own, "counts.json"), "utf8"));
      assert.deepEqual(counts, { tensors: 97, parameters: model.parameterCount });
      if (sizes.width === 64) assert.equal(model.parameterCount, 1_607_042 + 300 * vocabulary.size);
      model.dispose();
    });

    test("gives PyTorch's vectors and scores, also for a caption of three words", async () => {
      const model = await load();
      const [visual, text] = [model.encodeImages(inputs()), model.encodeTexts(captions)];
      await close(visual, "visual");
      await close(text, "text");
      const scores = await model.similarity(visual, text).data();
      assert.ok(largestDifference(scores, results.get("scores")!.values) < 1e-4);
      model.dispose();
    });

    test("gives PyTorch's loss, gradients and moved statistics", async () => {
      const model = await load();
      const variables = [...model.parameters.trainable.values()];
      const { value, grads } = tf.variableGrads(() => {
        const scores = model.similarity(
          model.encodeImages(inputs(), true),
          model.encodeTexts(captions.slice(0, spec.images)),
        );
        return hingeLoss(scores, { margin: 0.2, maxViolation: false });
      }, variables);
      await close(value, "loss");
      for (const { variable, torch, isWeight } of model.parameters.list()) {
        const [part = ""] = torch.names;
        if (!isWeight) await close(variable, `after.${part}`);
        else if (withoutEffect.test(part)) {
          const most = Math.max(...(await tf.abs(grads[variable.name]!).data()));
          assert.ok(most < 1e-4, `${part}: ${most}`);
        } else await close(torchParts(grads[variable.name]!, torch)[0]!, `gradient.${part}`, 2e-3);
      }
      model.dispose();
    });

    test("is exported under names that PyTorch loads strictly, with the same vectors", async () => {
      const model = await load();
      const file = join(own, "exported.safetensors");
      await exportCheckpoint(file, model);
      const again = await reference(join(own, "again"), { load: file });
      for (const part of ["visual", "text"])
        assert.ok(relativeDifference(again.get(part)!.values, results.get(part)!.values) < 1e-5);
      model.dispose();
    });
  });
}

describe("LW-MCR", () => {
  before(() => ready());

  test("reads filters of nn.Conv1d too", { skip: noTorch }, async () => {
    const model = createModel("lesson/lw-mcr", {
      vocabulary,
      options: { width: 8, embedding: 8, wordEmbedding: 6, filters: 4 },
    });
    const [exported, turned] = [join(folder, "two.safetensors"), join(folder, "one.safetensors")];
    await exportCheckpoint(exported, model);
    const { tensors, metadata } = await readTensors(exported);
    const oneDimensional = tensors.map((array) => {
      if (!/convs\.\d\.weight/.test(array.name)) return array;
      const [filters = 0, , span = 0, size = 0] = array.shape;
      const at = (f: number, i: number, s: number) => array.values[(f * span + s) * size + i]!;
      const values = Float32Array.from(array.values, (_, k) =>
        at(Math.floor(k / (size * span)), Math.floor(k / span) % size, k % span),
      );
      return { ...array, shape: [filters, size, span], values };
    });
    await writeTensors(turned, { tensors: oneDimensional, metadata });
    const loaded = await loadModel(turned);
    assert.deepEqual(await loaded.encodeTexts(captions).array(), await model.encodeTexts(captions).array());
  });

  test("gives a caption the same vector in any batch, and an empty one a vector", async () => {
    const model = createModel("lesson/lw-mcr", { vocabulary });
    const together = await model.encodeTexts([...captions, ""]).array();
    for (const [i, caption] of [...captions, ""].entries()) {
      const [alone] = await model.encodeTexts([caption]).array();
      assert.ok(largestDifference(alone!, together[i]!) < 1e-6, caption);
    }
    model.dispose();
  });

  test("drops other values for other seeds, and none in evaluation", async () => {
    const options = { imageDropout: 0.2, textDropout: 0.25 };
    const model = createModel("lesson/lw-mcr", { vocabulary, options });
    const pixels = tf.randomUniform([2, 64, 64, 3], 0, 1, "float32", 4);
    const images = (seed?: number) => model.encodeImages({ pixels }, false, seed).array();
    const texts = (seed?: number) => model.encodeTexts(captions, seed).array();
    for (const encode of [images, texts] as const) {
      assert.deepEqual(await encode(1), await encode(1));
      assert.notDeepEqual(await encode(1), await encode(2));
      assert.notDeepEqual(await encode(1), await encode());
    }
    model.dispose();
  });

  test("refuses sizes that the network cannot divide, by name", () => {
    for (const [options, message] of [
      [{ imageSize: 100 }, /imageSize: expected a multiple of 32, found 100/],
      [{ width: 12 }, /width: expected a multiple of 8, found 12/],
      [{ textDropout: 1 }, /textDropout: expected a number in \[0, 1\), found 1/],
      [{ filters: 0 }, /filters: expected a whole number of at least 1, found 0/],
    ] as const)
      assert.throws(() => createModel("lesson/lw-mcr", { vocabulary, options }), {
        name: "OptionError",
        message,
      });
  });

  test("is trained, saved and evaluated like every model", async () => {
    const scenes = await tinyScenes(join(folder, "scenes"), 12);
    const options = { imageSize: 32, width: 8, embedding: 16, wordEmbedding: 8, filters: 8 };
    const model = createModel("lesson/lw-mcr", { vocabulary: Vocabulary.build(scenes.captions), options });
    const losses: number[] = [];
    await fit(model, scenes, {
      epochs: 30,
      batchSize: 10,
      learningRate: 0.01,
      threads: 0,
      onEpoch: ({ loss }) => void losses.push(loss),
    });
    assert.ok(losses.at(-1)! < 0.7 * losses[0]!, `${losses[0]} → ${losses.at(-1)}`);
    const file = join(folder, "light.safetensors");
    await saveCheckpoint(file, model);
    const loaded = await loadModel(file);
    const [first, second] = [
      await evaluate(model, scenes, { split: "train" }),
      await evaluate(loaded, scenes, { split: "train" }),
    ];
    assert.deepEqual(first.similarity, second.similarity);
  });
});
