// Prints the engine that is chosen by default, and the results of webgpu and other engines: loss and gradients of a small
// network, the losses of a training run, and the memory after many steps.
import * as tf from "@tensorflow/tfjs-core";
import type { EngineName } from "../../../../src/lib/engine/index.js";
import { createModel, fit, listEngines, ready, Vocabulary } from "../../../../src/lib/index.js";
import { hingeLoss } from "../../../../src/lib/losses/index.js";
import { leftBehind, smallNetwork } from "../../../support/leaks.js";
import { modelConfigs } from "../../../support/models.js";
import { computeCase, type OperationResult, operationEdges } from "../../../support/operationEdges.js";
import { tinyModel, tinyScenes } from "../../../support/tinyScenes.js";

const [folder] = process.argv.slice(2) as [string];
const captions = ["three white planes", "a green field"];
const sizes = { imageSize: 64, width: 4, embedding: 16, wordEmbedding: 12, hidden: 20, dropout: 0 };

/** Computes loss and gradients of the released network. */
async function derivatives(engine: string): Promise<Record<string, number[]>> {
  await ready({ engine });
  const options = { ...modelConfigs["released/similarity"], ...sizes };
  const model = createModel(options, { vocabulary: Vocabulary.build(captions), seed: 7 });
  const wave = Float32Array.from({ length: 2 * 64 * 64 * 3 }, (_, i) => 0.5 + 0.5 * Math.sin(i * 1.7));
  const pixels = tf.tensor4d(wave, [2, 64, 64, 3]);
  const { trainable } = model.parameters;
  const { value, grads } = tf.variableGrads(() => {
    const scores = model.similarity(model.encodeImages({ pixels }, true), model.encodeTexts(captions, 3));
    return hingeLoss(scores, { margin: 0.2, maxViolation: false });
  }, [...trainable.values()]);
  const named = [...trainable]
    .filter(([, { name }]) => grads[name])
    .map(async ([name, variable]) => [name, Array.from(await grads[variable.name]!.data())]);
  return { loss: Array.from(await value.data()), ...Object.fromEntries(await Promise.all(named)) };
}

/** Returns the losses of a short training run. */
async function training(engine: string): Promise<number[]> {
  await ready({ engine });
  const scenes = await tinyScenes(`${folder}/images`);
  const losses: number[] = [];
  // Adam multiplies the rounding of tiny gradients, so that with some seeds even wasm and plain JavaScript part by 4e-3.
  // With this one all engines agree to 1e-5.
  await fit(tinyModel(scenes), scenes, {
    ...{ epochs: 1, batchSize: 8, learningRate: 3e-3, seed: 6, pairs: "images", validateEvery: 0 },
    onStep: ({ loss }) => void losses.push(loss),
  });
  return losses;
}

/** Measures the tensors and memory that remain after many steps of a small network. */
async function leaks(engine: string): Promise<{ tensors: number; grown: number }> {
  await ready({ engine });
  return leftBehind(smallNetwork(), 10, 100);
}

/** Returns the result of each operation of the table. */
async function edges(engine: EngineName): Promise<OperationResult[]> {
  await ready({ engine });
  const results: OperationResult[] = [];
  for (const one of operationEdges) results.push(await computeCase(one));
  return results;
}

const picked = await ready();
const found = {
  picked: picked.name,
  report: (await listEngines()).find(({ name }) => name === "webgpu"),
  derivatives: { plain: await derivatives("cpu"), webgpu: await derivatives("webgpu") },
  losses: { wasm: await training("wasm"), webgpu: await training("webgpu") },
  edges: { plain: await edges("cpu"), webgpu: await edges("webgpu") },
  leaks: await leaks("webgpu"),
};
process.stdout.write(JSON.stringify(found));
