// `npm run bench:retrieval [-- VARIANT …]`: trains each model of the comparison with three seeds on drawn scenes, and
// measures its test recalls with and without rerank. Finished runs are kept, so that a stopped comparison goes on. When all
// are there, the table is written to bench/RETRIEVAL.md. It works at low priority and takes about twenty minutes.
import { existsSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createModel,
  type Dataset,
  evaluate,
  fit,
  loadDataset,
  ready,
  synthesize,
  trainingVocabulary,
} from "../../src/lib/index.js";
import { openLocal } from "../../src/lib/models/index.js";
import { whenAndWhere } from "../report.js";
import { finishedRuns, keepRun, type Run, work } from "./runs.js";
import { resultTable } from "./table.js";
import { budget, seeds, type Variant, variants } from "./variants.js";

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(variants, name));
if (unknown !== undefined) {
  const names = Object.keys(variants).join(", ");
  process.stderr.write(
    `npm run bench:retrieval: expected some of ${names}, found ${unknown}; name some of these.\n`,
  );
  process.exit(2);
}
setPriority(constants.priority.PRIORITY_LOW);
const engine = await ready();
const dataset = await scenes();

// The seeds take turns, so that a stopped comparison has each model once before any has two runs.
for (const seed of seeds) {
  for (const [name, variant] of Object.entries(variants)) {
    const key = keyOf(name, seed);
    if ((named.length > 0 && !named.includes(name)) || finishedRuns().has(key)) continue;
    process.stderr.write(`• ${variant.title}, seed ${seed} …`);
    const run = await trained(variant, seed, key);
    keepRun(run);
    const { plain, reranked, seconds } = run;
    process.stderr.write(
      ` mR ${plain.mR.toFixed(2)}, reranked ${reranked.mR.toFixed(2)}, ${seconds.toFixed(0)} s\n`,
    );
  }
}

const runs = finishedRuns();
const table = resultTable((name) => seeds.flatMap((seed) => runs.get(keyOf(name, seed)) ?? []));
process.stdout.write(`${table}\n`);
const isComplete = Object.keys(variants).every((name) => seeds.every((seed) => runs.has(keyOf(name, seed))));
if (isComplete) writeFileSync(fileURLToPath(new URL("../RETRIEVAL.md", import.meta.url)), page(table));
process.exit(0); // a native engine keeps threads

function keyOf(name: string, seed: number): string {
  return JSON.stringify([name, variants[name], seed, budget]);
}

async function scenes(): Promise<Dataset> {
  const out = join(work, `scenes-${budget.images}-${budget.dataSeed}`);
  const { images, dataSeed, fractions } = budget;
  if (!existsSync(join(out, "dataset_RSITMD.json")))
    await synthesize({ out, images, seed: dataSeed, fractions });
  return loadDataset(out);
}

async function trained({ config, local }: Variant, seed: number, key: string): Promise<Run> {
  const model = createModel(config, { vocabulary: trainingVocabulary(dataset), seed });
  try {
    const file = join(work, `scenes-${budget.images}-${budget.dataSeed}`, "objects.json");
    const source = local && (await openLocal(model, local === "boxes" ? file : local));
    const { epochs, batchSize, learningRate } = budget;
    const started = performance.now();
    const history = await fit(model, dataset, {
      ...{ epochs, batchSize, learningRate, seed, validateEvery: 0, pairs: "images", clipNorm: 2 },
      schedule: "cosine",
      local: source,
    });
    const seconds = (performance.now() - started) / 1000;
    const result = await evaluate(model, dataset, { split: "test", local: source, rerank: {} });
    const { reranked } = result;
    const loss = history.at(-1)!.loss;
    return { key, plain: recalls(result), reranked: recalls(reranked!), loss, seconds, engine: engine.name };
  } finally {
    model.dispose();
  }
}

/** The recalls of an evaluation, or of its rerank. */
type Measured = Record<
  "imageToText" | "textToImage",
  { readonly r1: number; readonly r5: number; readonly r10: number }
> & {
  readonly mR: number;
};

function recalls({ imageToText: i, textToImage: t, mR }: Measured): Run["plain"] {
  return { mR, imageToText: [i.r1, i.r5, i.r10], textToImage: [t.r1, t.r5, t.r10] };
}

function page(rows: string): string {
  const { images, fractions, epochs, batchSize } = budget;
  const test = dataset.split("test").records.length;
  return `# Retrieval on drawn scenes

${whenAndWhere()}
${images} scenes of \`amfmn synthesize\`, ${Math.round(images * fractions.train)} of them to train and ${test} to test, with five captions each. Each model trains for
${epochs} epochs in batches of ${batchSize}, with Adam and a cosine schedule, on images of 64 × 64 pixels. Mean ± standard deviation of
the mR over ${seeds.length} seeds, in percent. Chance is an mR of about ${((100 * (1 + 5 + 10)) / 3 / test).toFixed(1)}. The rerank has the authors' settings (K = 30).
\`npm run bench:retrieval\` writes this table.

${rows}
`;
}
