// Evaluates at the size of RSITMD's test set, 452 images and 2,260 captions. The released code encodes both sides of every
// block of 128 × 128 again, so the baseline runs one block and its time is multiplied by their number.
import { evaluate, ready } from "../../src/lib/index.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, timed } from "../measure.js";
import { scenes, sentences, subject, testImages } from "../scenes.js";

const block = 128;

export async function evaluation(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, "released/similarity");
  const captions = dataset.captions.length;
  // The last block in each direction is smaller and counts as a fraction.
  const blocks = (testImages / block) * (captions / block);
  const parameters = { words: vocabulary.size, sentences: sentences(dataset, vocabulary, block), size: 256 };
  const times = await interleaved(() => timed(() => evaluate(model, dataset)), {
    baseline,
    job: "evaluation_block",
    parameters,
    runs: 2,
  });
  const row = {
    ...times,
    work: `evaluation, ${testImages} images × ${captions} captions`,
    baseline: times.baseline && times.baseline * blocks,
    processor: times.processor && times.processor / blocks,
    target: "≤ 1/15",
    note: `baseline: one block of 128 × 128, times ${blocks.toFixed(0)}`,
  };
  return { title: "Evaluation", rows: [row] };
}
