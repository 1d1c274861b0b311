// What the benchmarks compute on: drawn scenes of 256 × 256 with five captions each, made once, and the released
// network with random weights over their vocabulary.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Amfmn,
  createModel,
  Dataset,
  loadDataset,
  type ModelConfigName,
  modelConfigs,
  synthesize,
  Vocabulary,
} from "../src/lib/index.js";

const folder = fileURLToPath(new URL("../.cache/bench/scenes", import.meta.url));

/** As many images as RSITMD's test set has, all in one split. */
export const testImages = 452;

/** @param split which split all images are put in */
export async function scenes(split: "train" | "test"): Promise<Dataset> {
  if (!existsSync(join(folder, "dataset_RSITMD.json"))) {
    await synthesize({ out: folder, images: testImages, seed: 1, fractions: { train: 0, val: 0 } });
  }
  const dataset = await loadDataset(folder);
  return new Dataset(
    dataset.name,
    dataset.records.map((record) => ({ ...record, split })),
  );
}

export interface Subject {
  readonly model: Amfmn;
  readonly vocabulary: Vocabulary;
}

/** A model with random weights, by name or with another image size. */
export function subject(dataset: Dataset, name: ModelConfigName, imageSize?: number): Subject {
  const vocabulary = Vocabulary.build(dataset.captions);
  const options = imageSize ? { ...modelConfigs[name], imageSize } : modelConfigs[name];
  return { model: createModel(options, vocabulary, 1), vocabulary };
}

/** The first captions as word numbers, each of at least one word. */
export function sentences(dataset: Dataset, vocabulary: Vocabulary, count: number): number[][] {
  const captions = dataset.captions.slice(0, count);
  return captions
    .map((caption) => vocabulary.encode(caption))
    .map((words) => (words.length > 0 ? words : [1]));
}
