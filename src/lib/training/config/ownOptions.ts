// Our own form of a configuration file:
//
//     data: scenes
//     out: runs/m9
//     model: lesson/m9              # or a mapping: { config: lesson/m9, embedding: 64 }
//     training: { epochs: 20, learningRate: 0.001, margin: { gamma: 0.6, beta: 5 } }
//     folds: { count: 5, by: partition }

import type { Section } from "../../base/configSection.js";
import { OptionError } from "../../base/errors.js";
import { nearestName } from "../../base/nearestName.js";
import type { DynamicMarginOptions } from "../../losses/dynamicMargin.js";
import {
  checkModelOptions,
  type ModelConfigName,
  type ModelOptions,
  modelConfigs,
} from "../../models/amfmn/options.js";
import { augmentations } from "../loading/augmentation.js";
import { schedules } from "../optimization/schedule.js";
import type { FitOptions } from "../options.js";
import { recipeOf } from "../recipes.js";
import type { TrainingPlan } from "./plan.js";

/** @throws {OptionError} that names the first key that is unknown, or whose value is not possible */
export function readOwnOptions(file: Section): TrainingPlan {
  const training = file.section("training");
  const { model, recipe } = readModel(file);
  const plan: TrainingPlan = {
    data: file.string("data"),
    images: file.string("images"),
    vocabulary: file.string("vocabulary"),
    start: file.string("start"),
    model,
    fit: {
      ...recipe,
      ...definedOnly({
        out: file.string("out"),
        epochs: training.number("epochs"),
        batchSize: training.number("batchSize"),
        learningRate: training.number("learningRate"),
        schedule: training.oneOf("schedule", schedules),
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
      }),
    },
    folds: readFolds(file),
    notes: [],
  };
  training.end();
  file.end();
  return plan;
}

/** The name of a model in the table. @throws {OptionError} with the nearest name when there is none */
export function checkModelName(name: string): ModelConfigName {
  if (Object.hasOwn(modelConfigs, name)) return name as ModelConfigName;
  const names = Object.keys(modelConfigs);
  throw new OptionError(
    `model: expected one of ${names.join(", ")}, found "${name}"; did you mean ${nearestName(name, names)}?`,
  );
}

function readModel(file: Section): { model?: ModelOptions; recipe?: FitOptions } {
  const value = file.any("model");
  if (value === undefined) return {};
  if (typeof value === "string") {
    const name = checkModelName(value);
    return { model: modelConfigs[name], recipe: recipeOf(name) };
  }
  const section = file.section("model");
  const name = checkModelName(section.string("config") ?? section.refuse("config", "the name of a model"));
  const base: ModelOptions = modelConfigs[name];
  const changed = Object.keys(base)
    .filter((key) => key !== "network")
    .map((key) => [key, section.any(key) ?? base[key as keyof ModelOptions]]);
  section.end();
  const model = { ...base, ...Object.fromEntries(changed) } as ModelOptions;
  checkModelOptions(model);
  return { model, recipe: recipeOf(name) };
}

function definedOnly(options: FitOptions): FitOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function readMargin(training: Section): number | DynamicMarginOptions | undefined {
  const margin = training.any("margin");
  if (typeof margin !== "object") return training.number("margin");
  const section = training.section("margin");
  const [gamma, beta] = [section.number("gamma"), section.number("beta")];
  section.end();
  if (gamma === undefined || beta === undefined) training.refuse("margin", "a number, or gamma and beta");
  return { gamma, beta };
}

function readFolds(file: Section): TrainingPlan["folds"] {
  if (!file.has("folds")) return undefined;
  const section = file.section("folds");
  const folds = section.number("count") ?? section.refuse("count", "how many folds there are");
  const by = section.oneOf("by", ["random", "partition"]);
  const fold = section.number("only");
  section.end();
  return { folds, by, fold };
}
