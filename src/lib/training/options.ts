// What a training run is told and what it tells: options with their defaults and ranges, and the reports that a
// notebook's monitor, a progress bar and the logs are made of.

import { OptionError } from "../base/errors.js";
import type { ImageRecord } from "../data/dataset.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import type { DynamicMarginOptions } from "../losses/dynamicMargin.js";
import { type Augmentation, augmentations } from "./loading/augmentation.js";
import { type Schedule, schedules } from "./optimization/schedule.js";

/** How alike a caption and the captions of an image are, S in 0…1: the BLEU and METEOR similarity of eq. 29. */
export type CaptionSimilarity = (record: ImageRecord, caption: string) => number;

export interface FitOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Adam's rate before the schedule lowers it. */
  readonly learningRate?: number;
  /** `step` as released: times `decay` every `decayEvery` epochs; `cosine`: warmed up, then down to nothing. */
  readonly schedule?: Schedule;
  readonly decay?: number;
  readonly decayEvery?: number;
  /**
   * 0.2 for every pair as released, or the dynamic margin of the paper; its similarity is by default computed from
   * the training captions and kept on disk.
   */
  readonly margin?: number | (DynamicMarginOptions & { readonly similarity?: CaptionSimilarity });
  /** Whether only the hardest negative of each row and column counts. */
  readonly maxViolation?: boolean;
  /** Whether an epoch sees every caption (as released), or every image with one of its captions. */
  readonly pairs?: "captions" | "images";
  /** How training images are seen; `released` by default. */
  readonly augmentation?: Augmentation;
  /** Gradients are scaled down to this norm where they exceed it; 0 leaves them. */
  readonly clipNorm?: number;
  readonly seed?: number;
  /**
   * Threads that prepare batches ahead of the step; 0 prepares them in the thread that trains. The batches are the
   * same. By default as many as the machine runs at once, at most 4, and none for a small set of small images.
   */
  readonly threads?: number;
  /** Epochs between measurements on the validation split; 0 for none. */
  readonly validateEvery?: number;
  /** Stops after this many measurements without a better score; 0 never does. */
  readonly patience?: number;
  /**
   * A folder for `best.safetensors` (by validation mR, else by loss), `last.safetensors`, `state.safetensors` (to
   * resume from), and logs: `log.csv`, `log.jsonl` and TensorBoard's events.
   */
  readonly out?: string;
  /** Goes on where the run in `out` stopped; the weights become those of a run that never stopped, bit for bit. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  /** The next step waits for what it returns: so a run can be held. */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  readonly onEpoch?: (report: EpochReport) => void;
}

/** What is known after a step; steps and epochs count from 1. */
export interface StepReport {
  readonly epoch: number;
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Hinge loss per pair of the batch. */
  readonly loss: number;
  /** Length of the gradient of all parameters, before it is clipped. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  /** At the mean rate so far. */
  readonly secondsLeft: number;
}

/** What is known after an epoch. */
export interface EpochReport {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean of the epoch's steps. */
  readonly loss: number;
  readonly learningRate: number;
  readonly seconds: number;
  /** Retrieval on the validation split, in epochs where it was measured. */
  readonly validation?: RecallMetrics;
}

/** As released, but for the epoch's decay, which the schedule explains. */
const defaults = {
  epochs: 70,
  batchSize: 100,
  learningRate: 2e-4,
  schedule: "step",
  decay: 0.7,
  decayEvery: 20,
  margin: 0.2,
  maxViolation: false,
  pairs: "captions",
  augmentation: "released",
  clipNorm: 0,
  seed: 1,
  validateEvery: 1,
  patience: 0,
  resume: false,
} as const satisfies FitOptions;

type Defaulted = Required<Pick<FitOptions, keyof typeof defaults>>;

/** Options of a run with all defaults filled in. */
export type Run = Defaulted & Omit<FitOptions, keyof typeof defaults>;

/** @throws {OptionError} that names the first option outside of its range */
export function completeOptions(options: FitOptions): Run {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const run: Run = { ...defaults, ...given };
  for (const [name, least] of Object.entries(leastWhole)) {
    const value = run[name as keyof typeof leastWhole];
    if (value !== undefined && (!Number.isInteger(value) || value < least))
      refuse(name, `a whole number of at least ${least}`, value);
  }
  for (const name of ["learningRate", "decay", "clipNorm"] as const) {
    if (!(Number.isFinite(run[name]) && run[name] >= 0)) refuse(name, "a number of at least 0", run[name]);
  }
  const { gamma: most } = typeof run.margin === "number" ? { gamma: run.margin } : run.margin;
  if (!(most >= 0 && most <= 2)) refuse("margin", "a number in 0…2", most);
  oneOf("schedule", run.schedule, schedules);
  oneOf("pairs", run.pairs, ["captions", "images"]);
  oneOf("augmentation", run.augmentation, augmentations);
  if (run.resume && !run.out) refuse("resume", "an `out` folder to go on from", "none");
  return run;
}

const leastWhole = {
  epochs: 1,
  batchSize: 2,
  decayEvery: 1,
  seed: 0,
  threads: 0,
  validateEvery: 0,
  patience: 0,
} as const;

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) refuse(name, `one of ${allowed.join(", ")}`, value);
}

function refuse(name: string, expected: string, found: unknown): never {
  throw new OptionError(`${name}: expected ${expected}, found ${JSON.stringify(found)}.`);
}
