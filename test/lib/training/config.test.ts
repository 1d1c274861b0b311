import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { OptionError } from "../../../src/lib/index.js";
import { paperMargin } from "../../../src/lib/losses/index.js";
import { readTrainingPlan } from "../../../src/lib/training/index.js";
import { modelConfigs } from "../../support/models.js";

const folder = mkdtempSync(join(tmpdir(), "config-"));
after(() => rmSync(folder, { recursive: true }));

function plan(yaml: string) {
  const file = join(folder, "options.yaml");
  writeFileSync(file, yaml);
  return readTrainingPlan(file);
}

/** Keys and values of the authors' files. */
const authors = `
model:
    multiscale: { multiscale_input_channel: 3, multiscale_output_channel: 1 }
    cross_attention: { att_type: "fusion_att" }
    seq2vec: { arch: skipthoughts, dir_st: /data, type: BayesianUniSkip, dropout: 0.25, fixed_emb: False }
    embed: { embed_dim: 512 }
    name: AMFMN
dataset:
    datatype: rsitmd
    data_split:
    data_path: 'data/rsitmd_precomp/'
    image_path: '/data/rsitmd_images/'
    vocab_path: 'vocab/rsitmd_splits_vocab.json'
    batch_size: 100
    batch_size_val: 70
    workers: 3
optim:
    epochs: 70
    lr: 0.0002
    lr_decay_param: 0.7
    lr_update_epoch: 20
    grad_clip: 0
    max_violation: 0
    margin: 0.2
    resume: False
logs: { eval_step: 1, print_freq: 10, ckpt_save_path: "checkpoint/", logger_name: 'logs/' }
k_fold: { experiment_name: 'rsitmd_aba_mv', nums: 5, current_num: 0 }
`;

describe("the authors' option files", () => {
  test("become a released model, its training and its five random folds", () => {
    const { model, fit, folds, notes, ...rest } = plan(authors);
    assert.deepEqual(model, modelConfigs["released/fusion"]);
    assert.deepEqual(fit, {
      batchSize: 100,
      epochs: 70,
      learningRate: 2e-4,
      decay: 0.7,
      decayEvery: 20,
      clipNorm: 0,
      maxViolation: false,
      margin: 0.2,
      threads: 3,
      validateEvery: 1,
      out: "checkpoint/rsitmd_aba_mv",
    });
    assert.deepEqual(folds, { folds: 5, by: "random" });
    assert.deepEqual(rest, {
      data: "data/rsitmd_precomp/",
      images: "/data/rsitmd_images/",
      vocabulary: "vocab/rsitmd_splits_vocab.json",
      start: undefined,
    });
    assert.equal(notes.length, 1, "that no pretrained skip-thoughts are read");
  });

  test("an unknown key is refused with the nearest name", () => {
    assert.throws(
      () => plan(authors.replace("lr_decay_param", "lr_decay_parm")),
      /expected a known option, found optim\.lr_decay_parm; did you mean optim\.lr_decay_param\?/,
    );
  });

  test("what cannot be done is refused rather than ignored", () => {
    assert.throws(() => plan(authors.replace("fixed_emb: False", "fixed_emb: True")), OptionError);
    assert.throws(
      () => plan(authors.replace("soft_att", "hard_att").replace("fusion_att", "hard_att")),
      /att_type/,
    );
    assert.throws(
      () => plan(authors.replace("margin: 0.2", "margin: wide")),
      /optim\.margin: expected a number/,
    );
  });
});

describe("our own files", () => {
  test("a named model brings its recipe, and what is written goes before it", () => {
    const { model, fit } = plan("{ model: lesson/m9, out: runs, training: { epochs: 4 } }");
    assert.deepEqual(model, modelConfigs["lesson/m9"]);
    assert.deepEqual(fit, {
      epochs: 4,
      batchSize: 64,
      learningRate: 1e-3,
      pairs: "images",
      clipNorm: 2,
      margin: paperMargin,
      out: "runs",
    });
  });

  test("a model may be changed part by part, a margin may have γ and β", () => {
    const { model, fit } = plan(`
model: { config: lesson/m5, embedding: 64 }
training: { margin: { gamma: 0.4, beta: 3 } }
folds: { count: 4, by: partition, only: 2 }
`);
    assert.deepEqual(model, { ...modelConfigs["lesson/m5"], embedding: 64 });
    assert.deepEqual(fit.margin, { gamma: 0.4, beta: 3 });
  });

  const refused: [string, string, RegExp][] = [
    [
      "an unknown key",
      "training: { epoch: 3 }",
      /expected a known option, found training\.epoch; did you mean training\.epochs\?/,
    ],
    ["an unknown model", "model: lesson/smal", /did you mean lesson\/small\?/],
    [
      "an unknown part",
      "model: { config: lesson/m5, hiden: 3 }",
      /expected a known option, found model\.hiden/,
    ],
    [
      "a part out of range",
      "model: { config: lesson/m5, imageSize: 65 }",
      /imageSize: expected a multiple of 32/,
    ],
    ["text for a number", "training: { epochs: many }", /training\.epochs: expected a number, found "many"/],
    ["a list for a mapping", "- data", /expected a mapping/],
    ["what is no YAML", "a: [", /expected YAML/],
  ];
  for (const [what, yaml, message] of refused) {
    test(`${what} is refused by name`, () => {
      assert.throws(
        () => plan(yaml),
        (error) => error instanceof OptionError && message.test(error.message),
      );
    });
  }
});

describe("YAML", () => {
  const training = (text: string) => plan(`data: scenes\nmodel: lesson/small\ntraining: { ${text} }\n`).fit;

  test("may write the paper's margin as a word, infinities, anchors and merges", () => {
    assert.deepEqual(training("margin: dynamic").margin, paperMargin);
    const merged = plan(
      "data: &place scenes\nmodel: lesson/small\nimages: *place\ntraining:\n  <<: &base { epochs: 3, margin: 0.1 }\n  epochs: 4\n",
    );
    assert.deepEqual([merged.images, merged.fit.epochs, merged.fit.margin], ["scenes", 4, 0.1]);
    assert.throws(() => training("learningRate: .nan"), /learningRate: expected a number, found NaN;/);
  });

  test("with a tab, a key twice or an alias of nothing is refused with its line", () => {
    for (const text of ["data: a\n\tmodel: b\n", "data: a\ndata: b\n", "data: *none\n"])
      assert.throws(
        () => plan(text),
        (error: Error) => {
          assert.ok(error instanceof OptionError);
          return /options\.yaml: expected YAML, found .*; correct it\.$/.test(error.message);
        },
        text,
      );
  });

  test("in UTF-16 is read as UTF-8 is, and other bytes are refused", () => {
    const text = "\ufeffdata: scenes\nmodel: lesson/small\n";
    const file = join(folder, "wide.yaml");
    writeFileSync(file, Buffer.from(text, "utf16le"));
    assert.equal(readTrainingPlan(file).data, "scenes");
    writeFileSync(file, Buffer.from("data: sc\xe9nes\n", "latin1"));
    assert.throws(() => readTrainingPlan(file), /wide\.yaml: expected text in UTF-8/);
  });
});
