// Single layers compared with PyTorch, and the gates of the GRU with skip-thoughts too.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import type { NamedArray } from "../../../src/lib/checkpoint/namedArray.js";
import { readTensors } from "../../../src/lib/checkpoint/safetensors.js";
import { ready } from "../../../src/lib/index.js";
import { BatchNorm } from "../../../src/lib/nn/images/batchNorm.js";
import { Convolution } from "../../../src/lib/nn/images/convolution.js";
import { resizeBilinear, upsample2x } from "../../../src/lib/nn/images/upsample.js";
import { Parameters } from "../../../src/lib/nn/parameters.js";
import { Gru } from "../../../src/lib/nn/sequences/gru.js";
import { relativeDifference } from "../../support/closeness.js";
import { noTorch, runTorch } from "../../support/torch.js";

suite("a layer agrees with PyTorch", { skip: noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "layers-"));
  let arrays: Map<string, NamedArray>;
  const given = (name: string) => {
    const { values, shape } = arrays.get(name)!;
    return tf.tensor(values, [...shape]);
  };
  const agrees = (found: tf.Tensor, name: string) => {
    assert.deepEqual(found.shape, arrays.get(name)!.shape, name);
    const difference = relativeDifference(found.dataSync(), arrays.get(name)!.values);
    assert.ok(difference < 1e-5, `${name}: ${difference}`);
  };
  const fill = (parameters: Parameters, names: Record<string, string>) => {
    for (const [ours, theirs] of Object.entries(names)) parameters.get(ours).assign(given(theirs));
  };

  before(async () => {
    await ready();
    const file = join(folder, "layers.safetensors");
    await runTorch(fileURLToPath(new URL("./parity.py", import.meta.url)), [file]);
    arrays = new Map((await readTensors(file)).tensors.map((array) => [array.name, array]));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("BatchNorm: by running statistics, by the batch's, what it tracks, and its gradients", () => {
    const parameters = new Parameters();
    const layer = new BatchNorm(parameters.at("bn"), 3);
    const names = { weight: "weight", bias: "bias", running_mean: "mean", running_var: "var" };
    for (const [ours, theirs] of Object.entries(names))
      fill(parameters, { [`bn.${ours}`]: `norm.${theirs}` });
    const x = given("norm.x") as tf.Tensor4D;
    agrees(layer.apply(x, false), "norm.evaluated");
    const pulled = (seen: tf.Tensor4D) => tf.mul(layer.apply(seen, true), given("norm.pull"));
    const variables = [parameters.get("bn.weight"), parameters.get("bn.bias")];
    const { grads } = tf.variableGrads(() => tf.sum(pulled(x)) as tf.Scalar, variables);
    agrees(parameters.get("bn.running_mean"), "norm.meanAfter");
    agrees(parameters.get("bn.running_var"), "norm.varAfter");
    agrees(grads[variables[0]!.name]!, "norm.weightGradient");
    agrees(grads[variables[1]!.name]!, "norm.biasGradient");
    agrees(tf.grad((seen) => tf.sum(pulled(seen as tf.Tensor4D)))(x), "norm.gradient");
    agrees(layer.apply(x, true), "norm.trained");
  });

  test("upsampling: nearest as released, bilinear without aligned corners", () => {
    const x = given("upsample.x") as tf.Tensor4D;
    agrees(upsample2x(x), "upsample.upsample2x");
    agrees(resizeBilinear(x, 32), "upsample.smooth");
  });

  for (const [cell, stateBias] of [
    ["skip", false],
    ["torch", true],
  ] as const) {
    test(`GRU: gates stand in the order reset, update, new, as in ${cell === "skip" ? "skip-thoughts" : "PyTorch"}`, () => {
      const parameters = new Parameters();
      const gru = new Gru(parameters.at("gru"), 6, 5, { stateBias });
      const names = ["weight_ih", "weight_hh", "bias_ih", ...(stateBias ? ["bias_hh"] : [])];
      for (const name of names) fill(parameters, { [`gru.${name}`]: `${cell}.${name}` });
      const x = given(`${cell}.x`) as tf.Tensor3D;
      const { ofWords } = gru.states(x, tf.ones([3, 4]));
      agrees(tf.stack(ofWords, 1), `${cell}.states`);
      let state: tf.Tensor2D = tf.zeros([3, 5]);
      const steps = (tf.unstack(x, 1) as tf.Tensor2D[]).map((word) => {
        const ofInput = tf.matMul(word, gru.inputWeight);
        state = gru.step(tf.add(ofInput, gru.inputBias), state);
        return state;
      });
      agrees(tf.stack(steps, 1), `${cell}.states`);
    });
  }

  test("convolution: every size, stride and padding of the network", () => {
    for (const [size, stride, padding] of [
      [7, 2, 3],
      [3, 1, 1],
      [3, 2, 1],
      [1, 2, 0],
      [3, 4, 0],
    ] as const) {
      const name = `convolution ${size} ${stride} ${padding}`;
      const parameters = new Parameters();
      const shape = { size, inputs: 3, outputs: 4, bias: true, stride, padding };
      const layer = new Convolution(parameters.at("conv"), shape);
      fill(parameters, { "conv.weight": `${name}.weight`, "conv.bias": `${name}.bias` });
      const y = layer.apply(given(`${name}.x`) as tf.Tensor4D);
      agrees(y, `${name}.y`);
    }
  });
});
