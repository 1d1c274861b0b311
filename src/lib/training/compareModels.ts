// Trains several models one after another and measures each.
import { join } from "node:path";
import { OptionError } from "../base/errors.js";
import type { Dataset } from "../data/dataset.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import { bringsTokenizer, createModel, modelConfig } from "../models/registry.js";
import { fit } from "./fit.js";
import type { FitOptions, StepReport } from "./options.js";
import { trainingVocabulary } from "./trainingVocabulary.js";

/** The measurements of one trained model. */
export interface ModelComparison extends RecallMetrics {
  /** The model's registered name. */
  readonly name: string;
  /** The model's description. */
  readonly about: string;
  /** Mean loss of the last epoch. */
  readonly loss: number;
  /** Wall time of training and measuring. */
  readonly seconds: number;
}

/** Options of `compareModels`. */
export interface CompareModelsOptions {
  /** Registered names, such as `listModels("lesson/m*")`. */
  readonly models: readonly string[];
  /** Options that replace those of each model's recipe, such as `{ epochs: 4 }`. Each model has a folder in `out`. */
  readonly fit?: FitOptions;
  /** Receives the report of each step. */
  readonly onStep?: (name: string, report: StepReport) => void;
  /** Receives each result as soon as it is measured. */
  readonly onResult?: (result: ModelComparison) => void;
}

/**
 * Trains named models from the same seed and measures them on the test split. An aborted signal ends the comparison.
 *
 * @example
 * const rows = await compareModels(dataset, { models: ["lesson/m1", "lesson/m5"], fit: { epochs: 1 } });
 * for (const { name, mR } of rows) console.log(name, mR);
 *
 * @throws as `fit` and `evaluate`, and {OptionError} without a name
 */
export async function compareModels(
  dataset: Dataset,
  { models, fit: changed, onStep, onResult }: CompareModelsOptions,
): Promise<ModelComparison[]> {
  if (models.length === 0) {
    throw new OptionError("models: expected at least one name, found none; see listModels().");
  }
  const vocabulary = trainingVocabulary(dataset);
  const results: ModelComparison[] = [];
  for (const name of models) {
    if (changed?.signal?.aborted) break;
    const started = performance.now();
    const { about, options: ofModel } = modelConfig(name);
    const words = bringsTokenizer(ofModel) ? {} : { vocabulary };
    const model = createModel(name, { ...words, seed: changed?.seed });
    const options: FitOptions = {
      validateEvery: 0,
      ...changed,
      ...(changed?.out !== undefined && { out: join(changed.out, name) }),
      onStep: (report) => onStep?.(name, report),
    };
    const history = await fit(model, dataset, options);
    const { imageToText, textToImage, mR, ties } = await evaluate(model, dataset, { split: "test" });
    model.dispose();
    const seconds = (performance.now() - started) / 1000;
    const loss = history.at(-1)?.loss ?? Number.NaN;
    results.push({ name, about, loss, seconds, imageToText, textToImage, mR, ties });
    onResult?.(results.at(-1)!);
  }
  return results;
}
