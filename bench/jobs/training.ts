// Times a training step of the released model with its loader, against PyTorch without one, also by batch size.
import { type Dataset, ready } from "../../src/lib/index.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, type Row } from "../measure.js";
import { scenes, sentences } from "../scenes.js";
import { Steps } from "../steps.js";

export async function trainingStep(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("train");
  const times = await interleavedSteps(dataset, baseline, 16, 5);
  const row = { work: "training step, 256², batch 16", target: "≤ 1.0", ...times };
  return { title: "Training the released model", rows: [row] };
}

export async function trainingGrowth(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("train");
  const rows: Row[] = [];
  for (const batch of [4, 8, 16, 32, 64]) {
    rows.push({
      work: `batch ${batch}`,
      ...(await interleavedSteps(dataset, baseline, batch, batch > 16 ? 2 : 3)),
    });
  }
  return { title: "A training step by batch, 256²", rows };
}

async function interleavedSteps(
  dataset: Dataset,
  baseline: Baseline | undefined,
  batch: number,
  runs: number,
) {
  const steps = new Steps(dataset, "released/similarity", batch);
  const { vocabulary } = steps.subject;
  const parameters = { words: vocabulary.size, sentences: sentences(dataset, vocabulary, batch), size: 256 };
  const times = await interleaved(() => steps.next(), { baseline, job: "training_step", parameters, runs });
  await steps.stop();
  return times;
}

/** Times the lessons' model on the engine wasm, with the native engine as the baseline. */
export async function wasmTraining(): Promise<Result> {
  const seconds: Record<string, number> = {};
  const dataset = await scenes("train");
  for (const engine of ["tensorflow", "wasm"]) {
    await ready({ engine });
    const steps = new Steps(dataset, "lesson/small", 32);
    const { ours } = await interleaved(() => steps.next(), {
      baseline: undefined,
      job: "",
      parameters: {},
      runs: 12,
    });
    seconds[engine] = ours;
    await steps.stop();
  }
  const work = "training step of lesson/small, batch 32: wasm against native";
  const row = { work, ours: seconds.wasm!, baseline: seconds.tensorflow!, target: "≤ 10" };
  return { title: "wasm", rows: [row] };
}
