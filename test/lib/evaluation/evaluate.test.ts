import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import sharp from "sharp";
import {
  buildIndex,
  createModel,
  DataError,
  Dataset,
  evaluate,
  type ImageRecord,
  OptionError,
  ready,
  search,
  Vocabulary,
} from "../../../src/lib/index.js";
import { type Amfmn, guidedAttentions } from "../../../src/lib/models/index.js";
import { encodeTexts } from "../../../src/lib/retrieval/index.js";
import { largestDifference } from "../../support/closeness.js";
import { modelConfigs } from "../../support/models.js";

const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
const vocabulary = Vocabulary.build(["two white planes beside a gray terminal", "a river and green trees"]);
const options = {
  ...modelConfigs["lesson/small"],
  imageSize: 32,
  width: 4,
  embedding: 16,
  hidden: 12,
  wordEmbedding: 8,
};
const colors = ["red", "green", "blue", "white"];

let model: Amfmn;
let dataset: Dataset;

before(async () => {
  await ready({ engine: "cpu" });
  model = createModel(options, { vocabulary, seed: 3 });
  mkdirSync(folder, { recursive: true });
  const records: ImageRecord[] = [];
  for (const [i, background] of colors.entries()) {
    const path = join(folder, `${background}.png`);
    await sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .png()
      .toFile(path);
    const captions = ["two white planes", `${background} trees`, "a river and trees", "planes", `${i} trees`];
    records.push({
      filename: `${background}.png`,
      path,
      captions,
      keywords: [],
      sceneClass: "",
      split: "test",
    });
  }
  dataset = new Dataset("colors", records);
});
after(() => rmSync(folder, { recursive: true }));

suite("evaluation", () => {
  test("a caption that two images share is a tie in both directions, and is reported", async () => {
    const { ties, similarity } = await evaluate(model, dataset);
    const columnOf = (image: number, caption: number) => image * 5 + caption;
    for (let row = 0; row < 4; row++) {
      const scores = [0, 1, 2, 3].map((image) => similarity[row * 20 + columnOf(image, 0)]);
      assert.equal(new Set(scores).size, 1, "equal captions have exactly equal scores");
    }
    assert.equal(ties.imageToText, 4);
  });

  test("nothing stays in memory", async () => {
    const before = tf.memory().numTensors;
    await evaluate(model, dataset);
    assert.equal(tf.memory().numTensors, before);
  });

  test("an image that stands in two records is refused by name", async () => {
    const repeated = new Dataset("colors", [...dataset.records, dataset.records[1]!]);
    await assert.rejects(
      evaluate(model, repeated),
      (error) => error instanceof DataError && /"green\.png" in two/.test(error.message),
    );
  });

  test("a split without images is refused", async () => {
    await assert.rejects(evaluate(model, dataset, { split: "val" }), /in its val split, found none/);
  });

  test("weights that hold NaN are told rather than ranked", async () => {
    const broken = createModel(options, { vocabulary, seed: 3 });
    const bias = broken.parameters.get("text_feature.to_out.bias");
    bias.assign(tf.fill(bias.shape, Number.NaN));
    await assert.rejects(
      evaluate(broken, dataset),
      (error) => error instanceof DataError && /NaN/.test(error.message),
    );
  });

  test("it stops where it is told to, and leaves nothing", async () => {
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    const running = evaluate(model, dataset, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(running, { name: "AbortError" });
    assert.equal(tf.memory().numTensors, before);
  });
});

suite("captions of any kind", () => {
  const odd = [
    "",
    " ,.! ",
    "zzz qqq",
    "planes",
    Array.from({ length: 500 }, (_, i) => (i % 3 ? "green" : "trees")).join(" "),
  ];

  test("an empty one, unknown words and 500 words have embeddings that do not depend on what stands beside", async () => {
    const together = model.encodeTexts(odd);
    assert.ok((await together.data()).every(Number.isFinite));
    for (const [i, caption] of odd.entries()) {
      const alone = await model.encodeTexts([caption]).data();
      assert.ok(
        largestDifference(alone, await tf.slice(together, [i, 0], [1, -1]).data()) < 1e-6,
        `caption ${i}`,
      );
    }
  });

  test("training reads them as evaluation does", async () => {
    const trained = await model.encodeTexts(odd, 1).data();
    assert.ok(largestDifference(trained, await model.encodeTexts(odd).data()) < 1e-6);
  });

  test("each is in its place, whatever the order in which they are encoded", async () => {
    const words = fc.array(fc.constantFrom("two", "white", "planes", "river", "unheard"), { maxLength: 4 });
    const texts = fc.array(
      words.map((list) => list.join(" ")),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (captions) => {
        const all = await encodeTexts(model, captions);
        const one = captions.map((caption) => model.encodeTexts([caption]));
        assert.ok(largestDifference(await all.data(), await tf.concat(one).data()) < 1e-6);
        tf.dispose([all, one]);
      }),
      { numRuns: 30 },
    );
  });
});

suite("search", () => {
  test("words that the model does not know are refused before anything is ranked", async () => {
    const index = await buildIndex(
      model,
      dataset.records.map(({ path }) => path),
    );
    for (const text of ["", "zzz qqq"])
      await assert.rejects(search(model, index, text), (error) => error instanceof OptionError);
    const found = await search(model, index, "white planes zzz", 2);
    assert.equal(found.length, 2);
    assert.ok(found[0]!.score >= found[1]!.score);
    assert.deepEqual(await search(model, index, { keywords: ["white planes"] }, 1), [
      ...(await search(model, index, "white planes", 1)),
    ]);
    index.dispose();
  });
});

for (const attention of guidedAttentions) {
  test(`${attention}: scores of a block are the cosines of each image with the text that it guides`, async () => {
    const guide = createModel({ ...options, attention }, { vocabulary, seed: 5 });
    const [visual, text] = [tf.randomNormal([3, 16]), tf.relu(tf.randomNormal([4, 16]))] as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const guided = guide.guidedTexts(visual, text).arraySync();
    const images = visual.arraySync();
    const expected = images.flatMap((v, i) =>
      guided[i]!.map((t) => {
        const dot = t.reduce((sum, value, k) => sum + value * v[k]!, 0);
        return dot / (Math.hypot(...t) * Math.hypot(...v));
      }),
    );
    const found = await guide.similarity(visual, text).data();
    assert.ok(largestDifference(found, expected) < 1e-5);
  });
}
