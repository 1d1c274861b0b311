import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { createModel, ready, Vocabulary } from "../../../src/lib/index.js";
import { Linear } from "../../../src/lib/nn/linear.js";
import { Parameters } from "../../../src/lib/nn/parameters.js";

before(() => ready({ engine: "cpu" }));

describe("Parameters", () => {
  test("the same seed draws the same weights, another seed others", () => {
    const weights = (seed: number) => new Linear(new Parameters(seed).at("layer"), 3, 4).weight.dataSync();
    assert.deepEqual(weights(1), weights(1));
    assert.notDeepEqual(weights(1), weights(2));
  });

  test("frozen layers are not trained until they are given back", () => {
    const vocabulary = Vocabulary.build(["a plane"]);
    const options = { width: 4, embedding: 16, hidden: 8, wordEmbedding: 8 };
    const model = createModel("lesson/small", { vocabulary, options });
    const { parameters } = model;
    const all = [...parameters.trainable.keys()];
    parameters.freeze(model.resnet, model.text.gru);
    const frozen = all.filter((name) => !parameters.trainable.has(name));
    assert.ok(frozen.length > 0);
    assert.ok(frozen.every((name) => /^(extract_feature\.resnet|text_feature\.rnn)\./.test(name)));
    assert.ok(parameters.trainable.has("extract_feature.linear.weight"));
    parameters.unfreeze(model.resnet, model.text.gru);
    assert.deepEqual([...parameters.trainable.keys()], all);
  });
});
