import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { CheckpointKeysError } from "../../../../../src/lib/checkpoint/index.js";
import {
  CheckpointError,
  createModel,
  loadModel,
  OptionError,
  type RetrievalModel,
  ready,
  Vocabulary,
} from "../../../../../src/lib/index.js";
import {
  exportCheckpoint,
  guidedAttentions,
  loadImageNetWeights,
} from "../../../../../src/lib/models/index.js";
import { largestDifference } from "../../../../support/closeness.js";
import { modelConfigs } from "../../../../support/models.js";
import { reference, smallSizes } from "../../../../support/releasedReference.js";
import { noTorch, runTorch } from "../../../../support/torch.js";

suite("checkpoints of the authors' code", { skip: noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "authors-"));
  let vocabulary: Vocabulary;
  const forms = () => readdirSync(join(folder, "soft")).filter((name) => name.endsWith(".pth.tar"));
  const load = (attention: string, name = "best.pth.tar") =>
    loadModel(join(folder, attention, name), { vocabulary });

  before(async () => {
    await ready({ engine: "cpu" });
    const spec = { seed: 3, images: 1, captions: 2, everyForm: true, attentions: guidedAttentions };
    await reference(folder, { ...spec, sizes: smallSizes });
    vocabulary = Vocabulary.read(join(folder, "data", "vocabulary.json"));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("both forms, both precisions, from CPU and GPU: the same weights", async () => {
    const expected = weights(await load("soft"));
    assert.equal(forms().length, 9);
    for (const name of forms()) {
      const found = weights(await load("soft", name));
      for (const [parameter, values] of found) {
        const bound = name.includes("float16") ? 2 ** -10 : 0;
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        const difference = largestDifference(values, expected.get(parameter)!);
        assert.ok(difference <= bound * largest, `${name} ${parameter}: ${difference}`);
      }
    }
  });

  test("size, attention and dropout are taken from the file", async () => {
    for (const attention of guidedAttentions) {
      const { options } = await load(attention);
      assert.deepEqual(options, { network: "released", ...smallSizes, attention, dropout: 0.25 });
    }
  });

  test("missing, unexpected and misshapen tensors are listed, under the file's names", async () => {
    const file = join(folder, "soft", "best.pth.tar");
    const changed = join(folder, "changed.pth.tar");
    await runTorch("-c", [
      `
import sys, torch
saved = torch.load(sys.argv[1], weights_only=False)
state = saved["model"]
del state["mvsa.HF_conv.bias"]
state["mvsa.extra.weight"] = torch.zeros(2)
state["text_feature.seq2vec.rnn.gru_cell.weight_hi.weight"] = torch.zeros(40, 41)
torch.save(saved, sys.argv[2])
`,
      file,
      changed,
    ]);
    await assert.rejects(loadModel(changed, { vocabulary }), (error) => {
      assert.ok(error instanceof CheckpointKeysError);
      assert.deepEqual(error.missing, ["mvsa.HF_conv.bias"]);
      assert.deepEqual(error.unexpected, ["mvsa.extra.weight"]);
      const misshapen = "text_feature.seq2vec.rnn.gru_cell.weight_hi.weight is [40,41], expected [40,40]";
      assert.deepEqual(error.misshapen, [misshapen]);
      return error.message.startsWith(changed);
    });
  });

  test("a vocabulary that is missing or of another size is told", async () => {
    const file = join(folder, "soft", "best.pth.tar");
    await assert.rejects(loadModel(file), /vocabulary .* \(--vocab FILE\)/);
    const other = Vocabulary.build(["two white planes"]);
    await assert.rejects(loadModel(file, { vocabulary: other }), /41 words and the vocabulary has 4/);
  });

  test("a file that is cut off, or holds no state dict, is refused by name", async () => {
    for (const name of ["zip-cpu-float32.pth.tar", "legacy-cpu-float32.pth.tar"]) {
      const bytes = readFileSync(join(folder, "soft", name));
      for (const length of [3, 200, bytes.length / 2, bytes.length - 40]) {
        const cut = join(folder, "cut.pth.tar");
        writeFileSync(cut, bytes.subarray(0, length));
        await assert.rejects(loadModel(cut, { vocabulary }), (error) => {
          assert.ok(error instanceof CheckpointError);
          return error.message.startsWith(cut);
        });
      }
    }
    const empty = join(folder, "empty.pth.tar");
    await runTorch("-c", ["import sys, torch; torch.save({'epoch': 1}, sys.argv[1])", empty]);
    await assert.rejects(loadModel(empty, { vocabulary }), /found no dictionary of tensors/);
  });

  test("exported, the authors' network loads it strictly and it comes back unchanged", async () => {
    const models = await Promise.all(guidedAttentions.map((attention) => load(attention)));
    const fileOf = (attention: string) => join(folder, `${attention}.safetensors`);
    for (const [i, attention] of guidedAttentions.entries())
      await exportCheckpoint(fileOf(attention), models[i]!);
    await runTorch("-c", [
      `
import json, sys, torch
sys.path.insert(0, "test/support/pytorch")
from reference import Amfmn
from safetensors import safe_open
from safetensors.torch import load_file
folder, sizes = sys.argv[1], json.loads(sys.argv[2])
for kind in sys.argv[3:]:
    exported = f"{folder}/{kind}.safetensors"
    model = Amfmn(kind, 42, **sizes, dropout=0.25)
    model.load_state_dict(load_file(exported), strict=True)
    theirs = torch.load(f"{folder}/{kind}/best.pth.tar", weights_only=False)["model"]
    for name, value in model.state_dict().items():
        if not any(part in name for part in ("resnet.fc", "vgmf_gate", "num_batches")):
            assert torch.equal(value, theirs[name]), name
    with safe_open(exported, "pt") as file:
        assert len(json.loads(file.metadata()["vocabulary"])["word2idx"]) == 41
`,
      folder,
      JSON.stringify(smallSizes),
      ...guidedAttentions,
    ]);
    for (const [i, attention] of guidedAttentions.entries()) {
      const again = await loadModel(fileOf(attention));
      assert.deepEqual(weights(again), weights(models[i]!));
      assert.deepEqual(again.tokenizer.toJSON(), vocabulary.toJSON());
    }
  });

  test("torchvision's ResNet18 fills the trunk of either network, and nothing else", async () => {
    await runTorch("-c", [
      `
import sys, torch
sys.path.insert(0, "test/support/pytorch")
from reference import ResNet18
state = {name: torch.full_like(value, 0.5) for name, value in ResNet18(8).state_dict().items()}
for form in (0, 1):
    torch.save(state, f"{sys.argv[1]}/resnet18-{form}.pth", _use_new_zipfile_serialization=form == 1)
`,
      folder,
    ]);
    for (const form of [0, 1]) {
      const file = join(folder, `resnet18-${form}.pth`);
      for (const name of ["lesson/small", "paper/m9"] as const) {
        const model = createModel({ ...modelConfigs[name], ...smallSizes }, { vocabulary, seed: 4 });
        const before = weights(model);
        await loadImageNetWeights(model, file);
        for (const [parameter, values] of weights(model)) {
          if (/(^|\.)resnet\./.test(parameter))
            assert.ok(
              values.every((value) => value === 0.5),
              parameter,
            );
          else assert.deepEqual(values, before.get(parameter), parameter);
        }
      }
      const wide = createModel({ ...modelConfigs["lesson/small"], width: 16 }, { vocabulary, seed: 4 });
      await assert.rejects(loadImageNetWeights(wide, file), CheckpointKeysError);
    }
  });
});

test("a model of the paper's network is not written under the authors' names", async () => {
  await ready({ engine: "cpu" });
  const model = createModel(
    { ...modelConfigs["paper/m9"], ...smallSizes },
    { vocabulary: Vocabulary.build(["a plane"]), seed: 1 },
  );
  await assert.rejects(exportCheckpoint("never.safetensors", model), OptionError);
});

function weights(model: RetrievalModel): Map<string, Float32Array> {
  return new Map(
    model.parameters.all().map(([name, variable]) => [name, variable.dataSync() as Float32Array]),
  );
}
