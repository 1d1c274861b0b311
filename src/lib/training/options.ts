// Options of a training run with their defaults and ranges, and the reports that a run makes.

import { OptionError } from "../base/errors.js";
import { requirePath } from "../base/files/path.js";
import { requireSeed } from "../base/random.js";
import type { ImageRecord } from "../data/dataset.js";
import { type BadImageOptions, type BadImagePolicy, badImagePolicies } from "../data/images/badImages.js";
import { checkDecodeOptions, type DecodeOptions } from "../data/images/decodeOptions.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import type { DynamicMarginOptions } from "../losses/dynamicMargin.js";
import type { LocalOption } from "../models/contract/localInputs.js";
import { augmentations, losses, schedules, type TrainingRecipe } from "../models/contract/recipe.js";

import { defaultWarmUp } from "./optimization/schedule.js";

/**
 * Similarity of a caption with the captions of an image, S in 0…1: the mean of BLEU and METEOR in eq. 29.
 */
export type CaptionSimilarity = (record: ImageRecord, caption: string) => number;

/** The position of a step in its run. Steps and epochs count from 1. */
export interface StepPosition {
  /** The epoch of the step. */
  readonly epoch: number;
  /** The step, counted over all epochs. */
  readonly step: number;
  /** Number of steps of the whole run. */
  readonly steps: number;
}

/** A number that may change from step to step, such as the value of a slider. */
export type StepValue = number | ((position: StepPosition) => number);

/** The dynamic margin, with its similarity if the caller has one. */
export interface DynamicMarginChoice extends DynamicMarginOptions {
  /** S of eq. 29. By default it is computed from the training captions. */
  readonly similarity?: CaptionSimilarity;
}

/**
 * Options of `fit`. A missing option is taken from the model's recipe, then from the released training. Bands and stretch
 * are those of the data set, then those that the model was trained with before. The model keeps them.
 */
export interface FitOptions
  extends Omit<TrainingRecipe, "learningRate" | "margin" | "clipNorm">,
    DecodeOptions,
    BadImageOptions,
    LocalOption {
  /** The policy for images that cannot be decoded, found before the first step; `fail` by default. */
  readonly onBadImage?: BadImagePolicy;
  /** Adam's rate before the schedule lowers it, or a function that returns the rate of each step. */
  readonly learningRate?: StepValue;
  /**
   * A fixed margin (0.2 as released), a function of the step, or the paper's dynamic margin. The similarity of the
   * dynamic margin is computed from the training captions and kept on disk unless it is given.
   *
   * @example
   * const slider = { value: 0.2 };
   * await fit(model, dataset, { epochs: 1, margin: () => slider.value });
   */
  readonly margin?: StepValue | DynamicMarginChoice;
  /** Largest norm of the gradient, or a function of the step; 0 does not clip. */
  readonly clipNorm?: StepValue;
  /** Seed of batches, crops and dropout, 0 … 2³² − 1; 1 by default. */
  readonly seed?: number;
  /**
   * Number of worker threads that prepare batches ahead of the step. 0 prepares them in the thread that trains. Batches
   * are the same. By default one for each core, at most 4, and none for a small set of small images.
   */
  readonly threads?: number;
  /** Epochs between two measurements on the validation split; 0 never measures; 1 by default. */
  readonly validateEvery?: number;
  /** Stops after this many measurements without a better score; 0 never stops; 0 by default. */
  readonly patience?: number;
  /**
   * A folder for `best.safetensors` (by validation mR, else by loss), `last.safetensors`, `state.safetensors` (to
   * resume from), and logs: `log.csv`, `log.jsonl` and TensorBoard's event files.
   */
  readonly out?: string;
  /**
   * Continues the run in `out`. The weights become those of a run without a stop, bit for bit on the same engine. Model,
   * words, options and data must be those of the run. The number of epochs may grow, and the images may have another order.
   */
  readonly resume?: boolean;
  /** Replaces a run that is in `out`. Without it, such a folder is refused. */
  readonly overwrite?: boolean;
  /** Lets a resumed run go on with other images, captions or splits. */
  readonly allowChangedData?: boolean;
  /** Lets a resumed run go on with other options, such as another learning rate. Model and words must be the same. */
  readonly allowChangedOptions?: boolean;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  /** Receives each step's report. The next step waits for the returned promise. */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  /** Receives each epoch's report. */
  readonly onEpoch?: (report: EpochReport) => void;
  /** Receives sentences for people about the run, such as that there is no state to resume. Default: `console.warn`. */
  readonly onNote?: (note: string) => void;
}

/** The results of a step. Steps and epochs count from 1. */
export interface StepReport {
  /** The epoch of the step. */
  readonly epoch: number;
  /** The step, counted over all epochs. */
  readonly step: number;
  /** Number of steps of the whole run. */
  readonly steps: number;
  /** Loss per pair of the batch. */
  readonly loss: number;
  /** Norm of the gradient of all parameters, before clipping. */
  readonly gradientNorm: number;
  /** The rate of this step. */
  readonly learningRate: number;
  /** Mean over the steps of this process. */
  readonly imagesPerSecond: number;
  /** Estimated from the mean rate so far. */
  readonly secondsLeft: number;
}

/** The results of an epoch. */
export interface EpochReport {
  /** The epoch, counted from 1. */
  readonly epoch: number;
  /** Number of epochs of the run. */
  readonly epochs: number;
  /** Mean loss of the epoch's steps. */
  readonly loss: number;
  /** The rate of the last step. */
  readonly learningRate: number;
  /** Wall time of the epoch. */
  readonly seconds: number;
  /** Recalls on the validation split, in epochs that measured them. */
  readonly validation?: RecallMetrics;
}

/** The released training. The released code decays the rate at other epochs, see `learningRateAt`. */
const defaults = {
  epochs: 70,
  batchSize: 100,
  learningRate: 2e-4,
  schedule: "step",
  decay: 0.7,
  decayEvery: 20,
  warmUp: defaultWarmUp,
  loss: "hinge",
  temperature: 0.07,
  accumulate: 1,
  freeze: [] as readonly string[],
  margin: 0.2,
  maxViolation: false,
  pairs: "captions",
  augmentation: "released",
  clipNorm: 0,
  seed: 1,
  validateEvery: 1,
  patience: 0,
  resume: false,
  onBadImage: "fail",
  overwrite: false,
  allowChangedData: false,
  allowChangedOptions: false,
  onNote: (note: string) => console.warn(note),
} as const satisfies FitOptions;

type Defaulted = Required<Pick<FitOptions, keyof typeof defaults>>;

/** Options of a run with all defaults. */
export type Run = Defaulted & Omit<FitOptions, keyof typeof defaults>;

/** Adds defaults. @throws {OptionError} that names the first option outside of its range */
export function completeOptions(options: FitOptions): Run {
  if (options.seed !== undefined) requireSeed(options.seed);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const run: Run = { ...defaults, ...given };
  for (const [name, least] of Object.entries(leastWhole)) {
    const value = run[name as keyof typeof leastWhole];
    if (value !== undefined && (!Number.isInteger(value) || value < least))
      refuse(name, `a whole number of at least ${least}`, value);
  }
  for (const name of ["learningRate", "decay", "clipNorm"] as const) {
    const value = run[name];
    if (typeof value !== "function") checkStepValue(name, value);
  }
  if (typeof run.margin !== "function")
    checkStepValue("margin", typeof run.margin === "number" ? run.margin : run.margin.gamma);
  oneOf("schedule", run.schedule, schedules);
  oneOf("loss", run.loss, losses);
  checkFineTuning(run);
  oneOf("pairs", run.pairs, ["captions", "images"]);
  oneOf("augmentation", run.augmentation, augmentations);
  oneOf("onBadImage", run.onBadImage, badImagePolicies);
  checkDecodeOptions(run);
  if (run.resume && !run.out) refuse("resume", "an `out` folder to continue in", run.out);
  if (run.out !== undefined) requirePath("out", run.out);
  return run;
}

function checkFineTuning({ warmUp, temperature, freeze, adapters }: Run): void {
  if (!(warmUp >= 0 && warmUp < 1)) refuse("warmUp", "a share of the run in [0, 1)", warmUp);
  if (!(temperature > 0 && Number.isFinite(temperature)))
    refuse("temperature", "a number above 0", temperature);
  if (!Array.isArray(freeze) || !freeze.every((name) => typeof name === "string"))
    refuse("freeze", "a list of names", freeze);
  if (adapters === undefined) return;
  const { rank, alpha = 1 } = adapters;
  if (!Number.isInteger(rank) || rank < 1) refuse("adapters.rank", "a whole number of at least 1", rank);
  if (!(alpha > 0 && Number.isFinite(alpha))) refuse("adapters.alpha", "a number above 0", alpha);
}

/** Returns the value of a step. @throws {OptionError} when a function returns a number outside of the range */
export function valueAt(name: StepValueName, value: StepValue, position: StepPosition): number {
  if (typeof value === "number") return value;
  const result = value(position);
  checkStepValue(name, result);
  return result;
}

/** The options that may change from step to step. */
type StepValueName = "learningRate" | "margin" | "clipNorm";

function checkStepValue(name: StepValueName | "decay", value: number): void {
  const most = name === "margin" ? 2 : Number.POSITIVE_INFINITY;
  if (Number.isFinite(value) && value >= 0 && value <= most) return;
  refuse(name, name === "margin" ? "a number in 0…2" : "a number of at least 0", value);
}

const leastWhole = {
  epochs: 1,
  batchSize: 2,
  decayEvery: 1,
  accumulate: 1,
  threads: 0,
  validateEvery: 0,
  patience: 0,
} as const;

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) refuse(name, `one of ${allowed.join(", ")}`, value);
}

function refuse(name: string, expected: string, found: unknown): never {
  const shown = typeof found === "number" ? String(found) : (JSON.stringify(found) ?? String(found));
  throw new OptionError(`${name}: expected ${expected}, found ${shown}.`);
}
