// How each named model is trained unless one says otherwise, and the ablations trained one after another.

import type { Dataset } from "../data/dataset.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import { paperMargin } from "../losses/dynamicMargin.js";
import { type ModelConfigName, modelConfigs } from "../models/amfmn/options.js";
import { type Ablation, ablations } from "../models/amfmn/paper/ablations.js";
import { createModel } from "../models/createModel.js";
import { keywordText } from "../text/query.js";
import { Vocabulary } from "../text/vocabulary.js";
import { fit } from "./fit.js";
import type { FitOptions, StepReport } from "./options.js";

/** Training by the first part of a model's name; `fit`'s own defaults are the released ones. */
const recipes: Readonly<Record<string, FitOptions>> = {
  released: {},
  paper: { epochs: 150, batchSize: 128, learningRate: 1e-4, augmentation: "paper" },
  lesson: { epochs: 20, batchSize: 64, learningRate: 1e-3, pairs: "images", clipNorm: 2 },
};

/** Options for `fit` that suit a named model, with the margin of its ablation. */
export function recipeOf(name: ModelConfigName): FitOptions {
  const [kind, variant] = name.split("/") as [string, string];
  const dynamic = Object.hasOwn(ablations, variant) && ablations[variant as Ablation].margin === "dynamic";
  return { ...recipes[kind], ...(dynamic && { margin: paperMargin }) };
}

/** Every word of the training captions and keywords. */
export function trainingVocabulary({ records }: Dataset): Vocabulary {
  const training = records.filter(({ split }) => split === "train");
  return Vocabulary.build(
    training.flatMap(({ captions, keywords }) => [...captions, ...keywords.map(keywordText)]),
  );
}

/** A trained and measured ablation. */
export interface AblationResult extends RecallMetrics {
  readonly name: Ablation;
  readonly about: string;
  /** Mean loss of the last epoch. */
  readonly loss: number;
  readonly seconds: number;
}

export interface TrainAblationsOptions {
  /** Which ones; all nine by default. */
  readonly names?: readonly Ablation[];
  /** Over the recipe of the lessons' small models, such as `{ epochs: 4 }`. */
  readonly fit?: FitOptions;
  readonly onStep?: (name: Ablation, report: StepReport) => void;
  readonly onResult?: (result: AblationResult) => void;
}

/**
 * Trains the small form of each ablation from the same seed and measures it on the test split.
 *
 * @example
 * const rows = await trainAblations(scenes, { names: ["m1", "m5", "m9"], fit: { epochs: 6 } });
 *
 * @throws as `fit` and `evaluate`
 */
export async function trainAblations(
  dataset: Dataset,
  { names = Object.keys(ablations) as Ablation[], fit: given, onStep, onResult }: TrainAblationsOptions = {},
): Promise<AblationResult[]> {
  const vocabulary = trainingVocabulary(dataset);
  const results: AblationResult[] = [];
  for (const name of names) {
    if (given?.signal?.aborted) break;
    const started = performance.now();
    const options = { ...recipeOf(`lesson/${name}`), validateEvery: 0, ...given };
    const model = createModel(modelConfigs[`lesson/${name}`], vocabulary, options.seed);
    const history = await fit(model, dataset, { ...options, onStep: (report) => onStep?.(name, report) });
    const { imageToText, textToImage, mR, ties } = await evaluate(model, dataset, { split: "test" });
    model.dispose();
    const seconds = (performance.now() - started) / 1000;
    const { about } = ablations[name];
    const loss = history.at(-1)?.loss ?? Number.NaN;
    results.push({ name, about, loss, seconds, imageToText, textToImage, mR, ties });
    onResult?.(results.at(-1)!);
  }
  return results;
}
