// Makes the data and the models of the benchmarks: drawn scenes of 256 × 256 pixels with five captions each, and
// networks with random weights over their vocabulary.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createModel,
  Dataset,
  loadDataset,
  type ModelName,
  type RetrievalModel,
  synthesize,
  Vocabulary,
} from "../src/lib/index.js";

const folder = fileURLToPath(new URL("../.cache/bench/scenes", import.meta.url));

/** Number of images, equal to RSITMD's test set. */
export const testImages = 452;

/**
 * Loads the drawn scenes, and draws them at the first call.
 * @param split the split of all images
 */
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
  readonly model: RetrievalModel;
  readonly vocabulary: Vocabulary;
}

/** Makes a model with random weights, by name and with another image size if given. */
export function subject(dataset: Dataset, name: ModelName, imageSize?: number): Subject {
  const vocabulary = Vocabulary.build(dataset.captions);
  const options = imageSize === undefined ? {} : { imageSize };
  return { model: createModel(name as string, { vocabulary, seed: 1, options }), vocabulary };
}

/** Returns the first captions as word numbers, each of at least one word. */
export function sentences(dataset: Dataset, vocabulary: Vocabulary, count: number): number[][] {
  const captions = dataset.captions.slice(0, count);
  return captions
    .map((caption) => vocabulary.encode(caption))
    .map((words) => (words.length > 0 ? words : [1]));
}
