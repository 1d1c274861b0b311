// GaLR's checkpoints and option files of the authors.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readTensors } from "../../../../src/lib/checkpoint/index.js";
import {
  createModel,
  loadModel,
  OptionError,
  type RetrievalModel,
  ready,
  saveCheckpoint,
  Vocabulary,
} from "../../../../src/lib/index.js";
import { exportCheckpoint, type Galr, modelConfig } from "../../../../src/lib/models/index.js";
import { readTrainingPlan } from "../../../../src/lib/training/index.js";
import { galrReference, smallGalr } from "../../../support/galrReference.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "galr-files-"));
before(() => ready({ engine: "cpu" }));
after(() => rmSync(folder, { recursive: true }));

describe("checkpoints of the authors' GaLR", { skip: noTorch }, () => {
  let vocabulary: Vocabulary;
  const load = async (file: string) => (await loadModel(join(folder, file), { vocabulary })) as Galr;

  before(async () => {
    await galrReference(folder, { seed: 4, images: 1, captions: 2, sizes: smallGalr });
    vocabulary = Vocabulary.read(join(folder, "data", "vocabulary.json"));
  });

  test("sizes and dropouts are taken from the file, and the objects are those of the authors' file", async () => {
    const { options, local } = await load("GaLR_best.pth.tar");
    const released = modelConfig("released/galr").options;
    assert.deepEqual(options, { ...released, ...smallGalr, dropout: 0.25, deadParts: true });
    assert.deepEqual(local, { kind: "released", settings: {} });
  });

  test("exported, the authors' network loads all 239 tensors strictly, with or without the dead parts", async () => {
    for (const file of ["GaLR_best", "alive", "legacy"]) {
      const model = await load(`${file}.pth.tar`);
      await exportCheckpoint(join(folder, `${file}.safetensors`), model);
      const { tensors } = await readTensors(join(folder, `${file}.safetensors`));
      assert.equal(tensors.length, 239);
      const again = await loadModel(join(folder, `${file}.safetensors`));
      assert.deepEqual(again.local, model.local);
    }
    await runTorch("-c", [
      `
import json, sys, torch
sys.path.insert(0, "test/support/pytorch")
from galr import Galr, is_dead
from safetensors.torch import load_file
folder, sizes = sys.argv[1], json.loads(sys.argv[2])
theirs = torch.load(f"{folder}/GaLR_best.pth.tar", weights_only=False)["model"]
for file in sys.argv[3:]:
    model = Galr(42, **sizes, drops=(0.25, 0.1, 0.2))
    model.load_state_dict(load_file(f"{folder}/{file}.safetensors"), strict=True)
    for name, value in model.state_dict().items():
        unread = "resnet.fc" in name or "num_batches" in name
        if not unread and (file != "alive" or not is_dead(name)):
            assert torch.equal(value, theirs[name]), name
`,
      folder,
      JSON.stringify(smallGalr),
      ...["GaLR_best", "alive", "legacy"],
    ]);
  });

  test("our own checkpoint keeps weights, options and the kind of objects", async () => {
    const model = await load("GaLR_best.pth.tar");
    await saveCheckpoint(join(folder, "own.safetensors"), model);
    const again = await loadModel(join(folder, "own.safetensors"));
    assert.deepEqual(again.options, model.options);
    assert.deepEqual(again.local, model.local);
    assert.deepEqual(weights(again), weights(model));
  });

  test("networks that the authors' code does not have are not written under its names", async () => {
    const file = join(folder, "never.safetensors");
    const small = { ...smallGalr, imageSize: 64 };
    for (const [options, expected] of [
      [{ gammas: "two", guidance: "sequential", guidedSelfAttention: true }, /gammas one.*found two/],
      [{ guidance: "parallel" }, /expected the fusion of the released network/],
    ] as const) {
      const base = { ...small, text: "skip-thoughts", ...options } as const;
      const model = createModel("paper/galr", { vocabulary, options: base });
      await assert.rejects(exportCheckpoint(file, model), expected);
    }
    const paper = createModel("paper/galr-global", { vocabulary, options: small });
    await assert.rejects(exportCheckpoint(file, paper), /expected the text encoder skip-thoughts/);
  });

  test("a missing tensor of the fusion is named", async () => {
    await runTorch("-c", [
      `
import sys, torch
saved = torch.load(f"{sys.argv[1]}/GaLR_best.pth.tar", weights_only=False)
del saved["model"]["fusion.g2l_SGA.norm3.a_2"]
torch.save(saved, f"{sys.argv[1]}/cut.pth.tar")
`,
      folder,
    ]);
    await assert.rejects(load("cut.pth.tar"), /fusion\.g2l_SGA\.norm3\.a_2/);
  });
});

describe("option files of the authors' GaLR", () => {
  const file = join(folder, "RSITMD_GaLR.yaml");
  const text = (changed = "") => `
model:
  name: GaLR
  multiscale: { multiscale_input_channel: 3, multiscale_output_channel: 1 }
  cross_attention: { att_type: soft_att }
  seq2vec: { arch: skipthoughts, dir_st: seq2vec/, type: BayesianUniSkip, dropout: 0.25, fixed_emb: False }
  fusion: { correct_local_hidden_dim: 512, supplement_global_hidden_drop: 0.2, dynamic_fusion_dim: 512,
    dynamic_fusion_drop: 0.3, mca_DROPOUT_R: 0.15, mca_HIDDEN_SIZE: 512, mca_FF_SIZE: 768, mca_MULTI_HEAD: 4,
    mca_HIDDEN_SIZE_HEAD: 128${changed} }
  embed: { embed_dim: 512 }
  global_local_weight: { global: None, local: None }
dataset: { datatype: rsitmd, data_path: data/, image_path: images/, vocab_path: v.json, local_path: rsitmd_local.npy, batch_size: 100, batch_size_val: 70, workers: 3 }
optim: { epochs: 20, lr: 0.0002, lr_decay_param: 0.7, lr_update_epoch: 20, grad_clip: 0, max_violation: 0, margin: 0.2, resume: False }
logs: { eval_step: 1, print_freq: 10, ckpt_save_path: checkpoint/, logger_name: logs/ }
k_fold: { experiment_name: galr, nums: 3, current_num: 0 }
`;

  test("give the network, the file of objects, true rotation and the folds", () => {
    writeFileSync(file, text());
    const { model, fit, folds, vocabulary, data } = readTrainingPlan(file);
    const { options } = modelConfig("released/galr");
    const given = { heads: 4, feedForward: 768, fusionDropout: 0.15, gammaDropout: 0.3 };
    assert.deepEqual(model, { ...options, ...given });
    assert.deepEqual([data, vocabulary, fit.local], ["data/", "v.json", "rsitmd_local.npy"]);
    assert.deepEqual(
      [fit.augmentation, fit.epochs, fit.batchSize, fit.learningRate],
      ["paper", 20, 100, 2e-4],
    );
    assert.deepEqual(folds, { folds: 3, by: "random" });
  });

  test("sizes that contradict each other and unknown keys are refused by name", () => {
    writeFileSync(file, text(", mca_HIDDEN: 1"));
    assert.throws(() => readTrainingPlan(file), /model\.fusion\.mca_HIDDEN; did you mean/);
    writeFileSync(file, text().replace("mca_HIDDEN_SIZE: 512", "mca_HIDDEN_SIZE: 256"));
    assert.throws(
      () => readTrainingPlan(file),
      /mca_HIDDEN_SIZE: expected 512, which the other sizes require/,
    );
    writeFileSync(file, text().replace("mca_MULTI_HEAD: 4", "mca_MULTI_HEAD: 7"));
    assert.throws(() => readTrainingPlan(file), OptionError);
  });
});

function weights(model: RetrievalModel): Map<string, Float32Array> {
  return new Map(
    model.parameters.all().map(([name, variable]) => [name, variable.dataSync() as Float32Array]),
  );
}
