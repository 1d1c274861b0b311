// One piece of work of the benchmark of localization, in a process of its own: `work.ts JSON`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { synthesizeLarge } from "../../src/lib/data/index.js";
import {
  createModel,
  fit,
  loadDataset,
  loadModel,
  OptionError,
  ready,
  synthesize,
  trainingVocabulary,
} from "../../src/lib/index.js";
import {
  bestRegions,
  evaluateLocalization,
  type LocalizationEvaluation,
  type LocalizationMethod,
  readAnnotations,
  regionsToGeoJson,
  TiledImage,
  writeHeatMap,
} from "../../src/lib/localization/index.js";

interface Located {
  readonly folder: string;
  readonly checkpoint: string;
  readonly method: LocalizationMethod;
  readonly released: boolean;
}

/** A piece of work. */
export type Work =
  | {
      readonly kind: "draw";
      readonly out: string;
      readonly images: number;
      readonly size: number;
      readonly seed: number;
    }
  | { readonly kind: "train"; readonly model: string; readonly out: string }
  | ({ readonly kind: "judge" | "locate" } & Located);

/** Its cost, and the result of judging. */
export interface WorkResult {
  readonly wall: number;
  readonly processor: number;
  readonly megabytes: number;
  readonly report?: Pick<LocalizationEvaluation, "mean" | "seconds">;
  /** Reason why the model cannot do it. */
  readonly refused?: string;
}

const work = JSON.parse(process.argv[2]!) as Work;
const started = performance.now();
const before = process.cpuUsage();
const result = await done(work);
const { user, system } = process.cpuUsage(before);
const cost = {
  wall: (performance.now() - started) / 1000,
  processor: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify({ ...cost, ...result })}\n`);
process.exit(0); // a native engine keeps threads

async function done(work: Work): Promise<Pick<WorkResult, "report" | "refused">> {
  if (work.kind === "draw") {
    await synthesizeLarge(work);
    return {};
  }
  await ready();
  if (work.kind === "train") {
    await train(work.model, work.out);
    return {};
  }
  try {
    return work.kind === "judge" ? { report: await judged(work) } : await located(work);
  } catch (error) {
    if (error instanceof OptionError) return { refused: error.message };
    throw error;
  }
}

/** Trains as the shipped model was trained, on fewer scenes and epochs. */
async function train(name: string, out: string): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const recipe = JSON.parse(readFileSync(join(root, "models", "recipe.json"), "utf8")) as {
    training: Record<string, unknown>;
  };
  const scenes = join(out, "scenes");
  await synthesize({ out: scenes, images: 1500, seed: 2021, fractions: { train: 0.9, val: 0.05 } });
  const dataset = await loadDataset(scenes);
  const model = createModel(name as "lesson/lw-mcr", { vocabulary: trainingVocabulary(dataset), seed: 1 });
  await fit(model, dataset, { ...recipe.training, epochs: 20, out });
}

async function judged({ folder, checkpoint, method, released }: Located) {
  const model = await loadModel(checkpoint);
  const { annotations } = readAnnotations(join(folder, "anno.json"));
  const images = join(folder, "images");
  const { mean, seconds } = await evaluateLocalization(model, annotations, { images, method, released });
  return { mean, seconds };
}

async function located({ folder, checkpoint, method, released }: Located) {
  const model = await loadModel(checkpoint);
  const [first] = readAnnotations(join(folder, "anno.json")).annotations;
  const text = first!.caption;
  const image = await TiledImage.open(model, join(folder, "images", first!.image), { method, released });
  const found = await image.locate(text);
  const { georeference } = image.image;
  await writeHeatMap(join(folder, "map.tif"), found, { georeference, text });
  regionsToGeoJson([{ text, regions: bestRegions(found) }], georeference);
  await image.dispose();
  return {};
}
