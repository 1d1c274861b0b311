import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { createModel, listModels, OptionError, ready, Vocabulary } from "../../../src/lib/index.js";
import { modelConfig } from "../../../src/lib/models/index.js";

const vocabulary = Vocabulary.build(["a plane"]);
before(() => ready({ engine: "cpu" }));

describe("listModels", () => {
  test("a star stands for any text and a question mark for one character", () => {
    assert.equal(listModels("paper/m?").length, 9);
    assert.equal(listModels("paper/*").length, 9 + listModels("paper/galr*").length);
    assert.deepEqual(listModels("released/s*"), ["released/soft", "released/similarity"]);
    assert.deepEqual(listModels("lesson/m?"), listModels("lesson/m*"));
    assert.deepEqual(listModels("lesson.small"), []);
    assert.ok(listModels().includes("lesson/small"));
  });
});

describe("createModel", () => {
  test("a name and its options make the same model with the same recipe", () => {
    const { options, recipe } = modelConfig("lesson/small");
    const named = createModel("lesson/small", { vocabulary, seed: 5 });
    const built = createModel(options, { vocabulary, seed: 5 });
    assert.deepEqual(built.options, named.options);
    assert.deepEqual(built.recipe, recipe);
    assert.deepEqual(named.recipe, recipe);
    const weights = (model: typeof named) => model.parameters.get("mvsa.LF_conv.weight").dataSync();
    assert.deepEqual(weights(built), weights(named));
  });

  test("changed options keep the recipe of the name, and options without a name have none", () => {
    const changed = createModel("lesson/small", { vocabulary, options: { embedding: 32 } });
    assert.equal(changed.options.embedding, 32);
    assert.equal(changed.recipe.learningRate, 1e-3);
    assert.deepEqual(createModel(changed.options, { vocabulary }).recipe, {});
  });

  test("an unknown name is refused with the nearest one, an unknown network with the known ones", () => {
    assert.throws(
      () => createModel("lesson/smal", { vocabulary }),
      (error) => error instanceof OptionError && /did you mean lesson\/small\?$/.test(error.message),
    );
    assert.throws(
      () => createModel({ network: "resnet" }, { vocabulary }),
      (error) =>
        error instanceof OptionError &&
        /expected one of .*released, paper, .*found "resnet"/.test(error.message),
    );
  });
});
