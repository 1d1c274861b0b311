// Our format of a configuration file:
//
//     data: scenes
//     bands: [4, 3, 2]              # of images with more than three
//     stretch: [0, 3000]            # of more than 8 bits: auto, full, percentile, min-max or two numbers
//     local: objects.json           # inputs beside the pixels, for a model that reads some
//     out: runs/m9
//     model: lesson/m9              # or a mapping: { config: lesson/m9, embedding: 64 }
//     training: { epochs: 20, learningRate: 0.001, margin: dynamic }
//     folds: { count: 5, by: partition }
//
// resume, overwrite, allowChangedData and allowChangedOptions are true or false, beside `out`.

import type { ConfigSection } from "../../base/configSection.js";
import { checkOptionRules } from "../../base/optionRules.js";
import { badImagePolicies } from "../../data/images/badImages.js";
import { checkDecodeOptions, type DecodeOptions } from "../../data/images/decodeOptions.js";
import { type DynamicMarginOptions, paperMargin } from "../../losses/dynamicMargin.js";
import {
  type AdapterOptions,
  augmentations,
  losses,
  schedules,
  type TrainingRecipe,
} from "../../models/contract/recipe.js";
import type { ModelOptions } from "../../models/contract/retrievalModel.js";
import type { PlannedFolds, PlannedRun, TrainingPlan } from "../../models/contract/trainingPlan.js";
import { checkModelOptions, modelConfig } from "../../models/registry.js";
import { type TrainingOptionName, trainingRules } from "./rules.js";

/** @throws {OptionError} that names the first key that is unknown, or whose value is not possible */
export function readOwnOptions(file: ConfigSection): TrainingPlan {
  const training = file.section("training");
  const { model, recipe } = readModel(file);
  const plan: TrainingPlan = {
    data: file.string("data"),
    images: file.string("images"),
    vocabulary: file.string("vocabulary"),
    start: file.string("start"),
    model,
    fit: {
      ...withoutEffect(recipe, training),
      ...definedOnly({
        out: file.string("out"),
        local: file.string("local"),
        ...readUseOfRun(file, recipe),
        epochs: training.number("epochs"),
        batchSize: training.number("batchSize"),
        learningRate: training.number("learningRate"),
        schedule: training.oneOf("schedule", schedules),
        warmUp: training.number("warmUp"),
        loss: training.oneOf("loss", losses),
        temperature: training.number("temperature"),
        accumulate: training.number("accumulate"),
        freeze: readFreeze(training),
        adapters: readAdapters(training),
        decay: training.number("decay"),
        decayEvery: training.number("decayEvery"),
        maxViolation: training.boolean("maxViolation") ?? training.boolean("hardest"),
        pairs: training.oneOf("pairs", ["captions", "images"]),
        augmentation: training.oneOf("augmentation", augmentations),
        clipNorm: training.number("clipNorm"),
        seed: training.number("seed"),
        threads: training.number("threads"),
        validateEvery: training.number("validateEvery"),
        patience: training.number("patience"),
        margin: readMargin(training),
        onBadImage: training.oneOf("onBadImage", badImagePolicies),
        ...readDecoding(file),
      }),
    },
    folds: readFolds(file),
    notes: [],
  };
  training.end();
  file.end();
  return plan;
}

/** Reads bands and stretch. @throws {OptionError} that names the file */
function readDecoding(file: ConfigSection): DecodeOptions {
  const { bands, stretch } = { bands: file.any("bands"), stretch: file.any("stretch") } as DecodeOptions;
  for (const [key, value] of Object.entries({ bands, stretch })) {
    try {
      checkDecodeOptions({ [key]: value });
    } catch {
      file.refuse(
        key,
        key === "bands" ? "band numbers such as [4, 3, 2]" : "a stretch's name, or two numbers",
      );
    }
  }
  return { bands, stretch };
}

/** Options of the section `training` that the rules name. */
const ruledOptions = [
  ...["schedule", "decay", "decayEvery", "warmUp"],
  ...["loss", "margin", "maxViolation", "temperature"],
] as const;

/** Reads the options about a run that is in the folder already, and checks them against others. */
function readUseOfRun(file: ConfigSection, recipe: TrainingRecipe = {}): PlannedRun {
  const use = {
    resume: file.boolean("resume"),
    overwrite: file.boolean("overwrite"),
    allowChangedData: file.boolean("allowChangedData"),
    allowChangedOptions: file.boolean("allowChangedOptions"),
  };
  const training = file.section("training");
  const given = {
    ...use,
    start: file.any("start"),
    ...{ schedule: recipe.schedule, loss: recipe.loss },
    ...definedOnly(Object.fromEntries(ruledOptions.map((name) => [name, training.any(name)]))),
  };
  checkOptionRules<TrainingOptionName>(trainingRules, given, (name) => file.nameOf(name));
  return use;
}

function readModel(file: ConfigSection): { model?: ModelOptions; recipe?: TrainingRecipe } {
  const value = file.any("model");
  if (value === undefined) return {};
  if (typeof value === "string") {
    const { options, recipe } = modelConfig(value);
    return { model: options, recipe };
  }
  const section = file.section("model");
  const name = section.string("config") ?? section.refuse("config", "the name of a model");
  const { options, recipe } = modelConfig(name);
  const changed = Object.entries(options)
    .filter(([key]) => key !== "network")
    .map(([key, fallback]) => [key, section.any(key) ?? fallback]);
  section.end();
  const model: ModelOptions = { ...options, ...Object.fromEntries(changed) };
  checkModelOptions(model);
  return { model, recipe };
}

/** Returns a recipe without the options that another loss or schedule of the file makes useless. */
function withoutEffect(recipe: TrainingRecipe | undefined, training: ConfigSection): TrainingRecipe {
  const { margin, maxViolation, warmUp, decay, decayEvery, ...rest } = recipe ?? {};
  const ofLoss = (training.any("loss") ?? rest.loss) === "contrastive" ? {} : { margin, maxViolation };
  const isCosine = (training.any("schedule") ?? rest.schedule) === "cosine";
  return { ...rest, ...definedOnly({ ...ofLoss, ...(isCosine ? { warmUp } : { decay, decayEvery }) }) };
}

/** Reads one name or a list of them. */
function readFreeze(training: ConfigSection): readonly string[] | undefined {
  const names = training.any("freeze");
  if (names === undefined) return undefined;
  const list: unknown[] = Array.isArray(names) ? names : [names];
  if (list.every((name) => typeof name === "string")) return list as string[];
  return training.refuse("freeze", "a name or a list of names");
}

/** Reads a rank, or a mapping of rank and alpha. */
function readAdapters(training: ConfigSection): AdapterOptions | undefined {
  const adapters = training.any("adapters");
  if (adapters === undefined) return undefined;
  if (typeof adapters === "number") return { rank: adapters };
  const section = training.section("adapters");
  const [rank, alpha] = [section.number("rank"), section.number("alpha")];
  section.end();
  if (rank === undefined) training.refuse("adapters", "a rank, or rank and alpha");
  return { rank, ...(alpha !== undefined && { alpha }) };
}

function definedOnly<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function readMargin(training: ConfigSection): number | DynamicMarginOptions | undefined {
  const margin = training.any("margin");
  if (margin === "dynamic") return paperMargin;
  if (typeof margin !== "object") return training.number("margin");
  const section = training.section("margin");
  const [gamma, beta] = [section.number("gamma"), section.number("beta")];
  section.end();
  if (gamma === undefined || beta === undefined)
    training.refuse("margin", "a number, dynamic, or gamma and beta");
  return { gamma, beta };
}

function readFolds(file: ConfigSection): PlannedFolds | undefined {
  if (!file.has("folds")) return undefined;
  const section = file.section("folds");
  const folds = section.number("count") ?? section.refuse("count", "the number of folds");
  const by = section.oneOf("by", ["random", "partition"]);
  const fold = section.number("only");
  section.end();
  return { folds, by, fold };
}
