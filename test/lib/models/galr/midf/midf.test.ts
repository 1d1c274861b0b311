import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { loadStateDict } from "../../../../../src/lib/checkpoint/loadStateDict.js";
import { readTensors } from "../../../../../src/lib/checkpoint/safetensors.js";
import { torchParts, torchSources } from "../../../../../src/lib/checkpoint/torchParameters.js";
import { ready } from "../../../../../src/lib/index.js";
import { TokenAttention } from "../../../../../src/lib/models/galr/midf/tokenAttention.js";
import { Midf, type MidfParts } from "../../../../../src/lib/models/index.js";
import { Dropout, l2Normalize, Parameters } from "../../../../../src/lib/nn/index.js";
import { backpropagate } from "../../../../../src/lib/training/optimization/backpropagation.js";
import { largestDifference, relativeDifference } from "../../../../support/closeness.js";
import { type FusionSpec, fusionReference } from "../../../../support/galrReference.js";
import { noTorch } from "../../../../support/torch.js";

const shape = { embedding: 24, heads: 4, feedForward: 40 };
const released: MidfParts = {
  selfAttention: true,
  guidance: "sequential",
  guidedSelfAttention: true,
  gammas: "one",
};
const variants: [string, MidfParts, FusionSpec["parts"]][] = [
  ["as released", released, {}],
  ["with two weights", { ...released, gammas: "two" }, { two: true }],
  ["with parallel guidance", { ...released, guidance: "parallel" }, { sequential: false }],
  [
    "as the paper has it",
    { ...released, guidance: "parallel", guidedSelfAttention: false, gammas: "two" },
    { sequential: false, self_first: false, two: true },
  ],
];

describe("Midf", () => {
  const folder = mkdtempSync(join(tmpdir(), "midf-"));
  before(() => ready({ engine: "cpu" }));
  after(() => rmSync(folder, { recursive: true }));

  for (const [i, [name, parts, theirs]] of variants.entries()) {
    test(`${name}: vectors are PyTorch's, and gradients those of double precision`, {
      skip: noTorch,
    }, async () => {
      const file = join(folder, `${i}.safetensors`);
      await fusionReference(file, { seed: 10 + i, rows: 5, ...shape, parts: theirs });
      const { tensors } = await readTensors(file);
      const found = new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
      const parameters = new Parameters();
      const midf = new Midf(parameters.at("fusion"), { ...shape, deadParts: true }, parts);
      const weights = tensors
        .filter((tensor) => tensor.name.startsWith("weight/"))
        .map((tensor) => ({
          name: tensor.name.slice("weight/".length),
          shape: tensor.shape,
          values: tensor.values,
        }));
      loadStateDict(file, torchSources(parameters.list()), weights);
      const rows = (key: string) => tf.tensor2d(found.get(key)!, [5, shape.embedding]);
      const [g, l] = [tf.variable(rows("g")), tf.variable(rows("l"))];
      const fused = () =>
        l2Normalize(midf.apply(g as tf.Tensor as tf.Tensor2D, l as tf.Tensor as tf.Tensor2D));
      assert.ok(largestDifference(await fused().data(), found.get("v")!) < 2e-6);
      const alive = parameters.list().filter(({ name }) => found.has(`gradient/${name}`));
      const { grads } = backpropagate(
        () => tf.sum(tf.mul(fused(), rows("wave"))),
        [g, l, ...alive.map(({ variable }) => variable)],
      );
      for (const [key, variable] of [
        ["g", g],
        ["l", l],
      ] as const) {
        const difference = relativeDifference(
          await grads[variable.name]!.data(),
          found.get(`gradient/${key}`)!,
        );
        assert.ok(difference < 1e-4, `${key}: ${difference}`);
      }
      for (const { name, variable, torch } of alive) {
        const isDead = midf.dead.some((owner) => name.startsWith(`${owner.name}.`));
        assert.equal(grads[variable.name] === undefined, isDead, name);
        if (isDead) continue;
        const [gradient] = torchParts(grads[variable.name]!, torch);
        const difference = relativeDifference(await gradient!.data(), found.get(`gradient/${name}`)!);
        assert.ok(difference < 1e-4, `${name}: ${difference}`);
      }
      parameters.dispose();
    });
  }

  test("the weights of two fusions have the sum 1, so equal terms give one vector", async () => {
    const parts: MidfParts = {
      selfAttention: false,
      guidance: "none",
      guidedSelfAttention: false,
      gammas: "two",
    };
    const midf = new Midf(new Parameters(3).at("fusion"), { ...shape, deadParts: false }, parts);
    // σ(0) ⊙ 2x = x and 0 + x = x for l = 0 would need g of both terms; with g = 0 both terms are 0 and l.
    const zero = tf.zeros([2, shape.embedding]) as tf.Tensor2D;
    const l = tf.ones([2, shape.embedding]) as tf.Tensor2D;
    const values = await midf.apply(zero, l).data();
    for (const value of values) assert.ok(value > 0 && value < 1 && value === values[0]);
  });
});

describe("TokenAttention", () => {
  test("dropout on the weight of the one token silences whole heads", async () => {
    await ready({ engine: "cpu" });
    const parameters = new Parameters(1);
    const attention = new TokenAttention(parameters.at("att"), { ...shape, deadParts: false });
    // An identity behind the heads shows them.
    const size = shape.embedding;
    parameters.get("att.linear_merge.weight").assign(tf.eye(size));
    parameters.get("att.linear_merge.bias").assign(tf.zeros([size]));
    const y = tf.randomNormal([200, size], 0, 1, "float32", 5) as tf.Tensor2D;
    const [kept, dropped] = [attention.apply(y, undefined), attention.apply(y, new Dropout(0.25, 7))];
    const [all, some] = [await kept.array(), await dropped.array()];
    let silenced = 0;
    for (const [row, values] of some.entries()) {
      for (let head = 0; head < shape.heads; head++) {
        const width = size / shape.heads;
        const part = values.slice(head * width, (head + 1) * width);
        const before = all[row]!.slice(head * width, (head + 1) * width);
        if (part.every((value) => value === 0)) silenced += 1;
        else
          assert.ok(
            largestDifference(
              part,
              before.map((value) => value / 0.75),
            ) < 1e-5,
          );
      }
    }
    // 800 heads: the share has a standard deviation of 0.0153.
    assert.ok(Math.abs(silenced / 800 - 0.25) < 0.07, `${silenced} of 800`);
    const again = attention.apply(y, new Dropout(0.25, 7));
    assert.deepEqual(await again.data(), await dropped.data());
    assert.notDeepEqual(await attention.apply(y, new Dropout(0.25, 8)).data(), await dropped.data());
  });
});
