import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { createModel, ready, Vocabulary } from "../../../../src/lib/index.js";
import type { PaperOptions, ReleasedOptions } from "../../../../src/lib/models/index.js";
import { modelConfigs } from "../../../support/models.js";

const vocabulary = Vocabulary.build(["two white planes beside a gray terminal"]);
const display = Symbol.for("Jupyter.display");

const sizes = { imageSize: 64, width: 4, embedding: 16, wordEmbedding: 12 };
const configs: Record<string, ReleasedOptions | PaperOptions> = Object.fromEntries(
  Object.entries(modelConfigs).map(([name, options]) => [
    name,
    options.network === "released" ? { ...options, ...sizes, hidden: 20 } : { ...options, ...sizes },
  ]),
);

suite("a model's summary", () => {
  before(() => ready({ engine: "cpu" }));

  for (const [name, options] of Object.entries(configs)) {
    test(`${name}: every parameter belongs to one layer, every input is a layer before`, () => {
      const model = createModel(options, { vocabulary, seed: 1 });
      const { rows, trained, tracked } = model.summary();
      const counted = rows.reduce((sum, { parameters }) => sum + parameters, 0);
      assert.equal(counted, trained + tracked);
      assert.equal(trained, model.parameterCount);
      assert.equal(new Set(rows.map(({ layer }) => layer)).size, rows.length);
      model.dispose();
    });
  }

  test("shapes are those of the tensors", () => {
    const options = configs["released/similarity"]!;
    const model = createModel(options, { vocabulary, seed: 1 });
    const output = (layer: string) => model.summary().rows.find((row) => row.layer === layer)!.output;
    const pixels = tf.zeros([1, 64, 64, 3]);
    const attended = model.attend({ pixels });
    assert.deepEqual(output("salient map"), [...attended.salientMap.shape.slice(1), 1]);
    assert.deepEqual(output("mask"), attended.mask.shape.slice(1));
    assert.deepEqual(output("v"), attended.embedding.shape.slice(1));
    assert.deepEqual(output("t"), model.encodeTexts(["planes"]).shape.slice(1));
  });

  test("it prints as a table whose lines fit their columns", () => {
    const text = String(createModel(configs["released/soft"]!, { vocabulary, seed: 1 }).summary());
    assert.match(text, /^AMFMN as released, soft attention\n─+\nlayer +what it does +output +parameters\n/);
    assert.match(text, /GRU +last state +20 +1,980/);
  });

  test("a notebook gets a picture with every layer's box, and the table", () => {
    for (const options of Object.values(configs)) {
      const summary = createModel(options, { vocabulary, seed: 1 }).summary();
      const bundle = (summary as unknown as Record<symbol, () => Record<string, string>>)[display]!();
      const html = bundle["text/html"]!;
      for (const { layer } of summary.rows) assert.ok(html.includes(`>${layer}</text>`), layer);
      assert.equal(html.split("<rect").length - 1, summary.rows.length + 1);
      assert.equal(html.split("<tr>").length - 1, summary.rows.length + 1);
      assert.doesNotMatch(html, /NaN|undefined/);
    }
  });
});
