// The flags of `amfmn train`, and the options that they mean.
import { greatestSeed } from "../../../lib/base/random.js";
import { type FitOptions, listModels, OptionError } from "../../../lib/index.js";
import { paperMargin } from "../../../lib/losses/index.js";
import { augmentations, defaultModel, losses, schedules } from "../../../lib/models/index.js";
import type { TrainingOptionName } from "../../../lib/training/config/rules.js";
import { columnsOption } from "../../columnsOption.js";
import type { OptionSpec, OptionValues } from "../../command.js";
import { engineOption } from "../../engineOption.js";
import { badImageOption, decodeFlags, decodeOptions } from "../../imageOptions.js";
import { localFlag, localOption } from "../../localOption.js";

/** A few names for the help text: the first of each group. */
const examples = [
  ...new Map(
    listModels()
      .reverse()
      .map((name) => [name.split("/")[0], name]),
  ).values(),
].join(", ");

export const trainFlags = {
  config: {
    type: "string",
    placeholder: "FILE|NAME",
    help: `a YAML file (ours or the authors'), or a model: ${examples}, … (default ${defaultModel})`,
  },
  data: { type: "string", placeholder: "DIR", help: "the data set's folder or file" },
  ...columnsOption,
  images: { type: "string", placeholder: "DIR", help: "where its images lie (default: images/ inside)" },
  out: { type: "string", placeholder: "DIR", help: "the folder for checkpoints and logs" },
  resume: { type: "boolean", help: "go on where the run in --out stopped" },
  overwrite: { type: "boolean", help: "replace the run that is in --out" },
  "allow-changed-data": { type: "boolean", help: "resume with other images, captions or splits" },
  "allow-changed-options": { type: "boolean", help: "resume with other options, such as --learning-rate" },
  vocab: {
    type: "string",
    placeholder: "FILE",
    help: "a vocabulary (default: the training captions' words)",
  },
  start: { type: "string", placeholder: "FILE", help: "a checkpoint whose weights to start from" },
  epochs: { type: "integer", placeholder: "N", least: 1, help: "how often the data is seen" },
  "batch-size": { type: "integer", placeholder: "N", least: 2, help: "pairs in one step" },
  "learning-rate": { type: "number", placeholder: "R", least: 0, help: "Adam's rate at first" },
  schedule: { type: "string", placeholder: "NAME", help: `how the rate falls: ${schedules.join(" or ")}` },
  "warm-up": {
    type: "number",
    placeholder: "S",
    least: 0,
    help: "the share of the run in which the cosine schedule rises (default 0.05)",
  },
  loss: { type: "string", placeholder: "NAME", help: `${losses.join(" or ")} (default: the model's)` },
  temperature: {
    type: "number",
    placeholder: "T",
    least: 0,
    help: "of the contrastive loss, for a model that learns none",
  },
  accumulate: {
    type: "integer",
    placeholder: "N",
    least: 1,
    help: "compute each batch in N parts, for less memory",
  },
  freeze: {
    type: "string",
    placeholder: "NAMES",
    help: "layers that are not trained, such as image,text or visual.proj",
  },
  adapters: {
    type: "integer",
    placeholder: "RANK",
    least: 1,
    help: "train low-rank adapters (LoRA) instead of the layers",
  },
  margin: { type: "string", placeholder: "M", help: "a number such as 0.2, or dynamic (the paper's)" },
  augmentation: { type: "string", placeholder: "NAME", help: `one of ${augmentations.join(", ")}` },
  clip: { type: "number", placeholder: "N", least: 0, help: "the longest gradient; 0 leaves them" },
  patience: {
    type: "integer",
    placeholder: "N",
    least: 0,
    help: "stop after N measurements without a better one",
  },
  folds: {
    type: "integer",
    placeholder: "N",
    least: 2,
    help: "train N times, each with other validation images",
  },
  fold: { type: "integer", placeholder: "K", least: 0, help: "only this fold, from 0" },
  seed: {
    type: "integer",
    placeholder: "S",
    least: 0,
    most: greatestSeed,
    help: "the same seed gives the same weights (default 1)",
  },
  ...localOption,
  ...decodeOptions,
  ...badImageOption,
  threads: {
    type: "integer",
    placeholder: "N",
    least: 0,
    help: "threads that prepare batches; 0 for none beside the training",
  },
  ...engineOption,
} as const satisfies Record<string, OptionSpec>;

export type TrainFlags = OptionValues<typeof trainFlags>;

/** Flags with another name than the option of a rule. */
export const flagOf: { readonly [N in TrainingOptionName]?: string } = {
  allowChangedData: "--allow-changed-data",
  allowChangedOptions: "--allow-changed-options",
  warmUp: "--warm-up",
};

/** Returns the options of `fit` that the flags set. */
export function fitOptions(flags: TrainFlags): FitOptions {
  const options: FitOptions = {
    epochs: flags.epochs,
    batchSize: flags["batch-size"],
    learningRate: flags["learning-rate"],
    schedule: flags.schedule as FitOptions["schedule"],
    warmUp: flags["warm-up"],
    loss: flags.loss as FitOptions["loss"],
    temperature: flags.temperature,
    accumulate: flags.accumulate,
    freeze: flags.freeze
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    adapters: flags.adapters === undefined ? undefined : { rank: flags.adapters },
    margin: parseMargin(flags.margin),
    augmentation: flags.augmentation as FitOptions["augmentation"],
    clipNorm: flags.clip,
    patience: flags.patience,
    seed: flags.seed,
    threads: flags.threads,
    resume: flags.resume,
    overwrite: flags.overwrite,
    onBadImage: flags["on-bad-image"] as FitOptions["onBadImage"],
    local: localFlag(flags),
    ...decodeFlags(flags),
    allowChangedData: flags["allow-changed-data"],
    allowChangedOptions: flags["allow-changed-options"],
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function parseMargin(text: string | undefined): FitOptions["margin"] {
  if (text === undefined) return undefined;
  if (text === "dynamic") return paperMargin;
  const margin = Number(text);
  if (text.trim() !== "" && Number.isFinite(margin)) return margin;
  throw new OptionError(`amfmn train: --margin expects a number or dynamic, found "${text}".`);
}
