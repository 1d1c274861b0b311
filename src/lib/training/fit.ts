// Trains a model: Adam on the bidirectional hinge loss, the rate falling by a factor every few epochs, with
// callbacks that a notebook's monitor or a terminal's progress bar listens to, and a signal that stops it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { saveCheckpoint } from "../checkpoint/checkpoint.js";
import type { Dataset } from "../data/dataset.js";
import { AmfmnError, DataError, OptionError } from "../errors.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import { hingeLoss } from "../losses/hinge.js";
import type { Amfmn } from "../model/amfmn.js";
import { Adam } from "./adam.js";
import type { Augmentation } from "./augmentation.js";
import { type Batch, BatchLoader } from "./batches.js";

/** What is known after a step; steps and epochs count from 1. */
export interface StepReport {
  readonly epoch: number;
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Hinge loss per pair of the batch. */
  readonly loss: number;
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

export interface FitOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Adam's rate in the first epochs. */
  readonly learningRate?: number;
  /** The rate is multiplied by `decay` every `decayEvery` epochs; 0.7 and 20 as released. */
  readonly decay?: number;
  readonly decayEvery?: number;
  readonly margin?: number;
  readonly hardest?: boolean;
  /** Whether an epoch sees every caption (as released), or every image with one of its captions. */
  readonly pairs?: "captions" | "images";
  /** How training images are seen; `released` by default. */
  readonly augmentation?: Augmentation;
  /** Gradients are scaled down to this norm where they exceed it; 0 leaves them. */
  readonly clipNorm?: number;
  readonly seed?: number;
  /** Epochs between measurements on the validation split; 0 for none. */
  readonly validateEvery?: number;
  /** A folder for `best.safetensors` (by validation mR, else by loss) and `last.safetensors`. */
  readonly out?: string;
  readonly signal?: AbortSignal;
  /** The next step waits for what it returns: so a run can be held. */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  readonly onEpoch?: (report: EpochReport) => void;
}

/** The loss stopped being a number. The last good checkpoint stays as it was. */
export class DivergenceError extends AmfmnError {
  override name = "DivergenceError";
}

const defaults = {
  epochs: 70,
  batchSize: 100,
  learningRate: 2e-4,
  decay: 0.7,
  decayEvery: 20,
  margin: 0.2,
  hardest: false,
  pairs: "captions",
  augmentation: "released",
  clipNorm: 0,
  seed: 1,
  validateEvery: 1,
} as const;

/**
 * Trains until the last epoch, or until the signal is aborted; then it returns what was reached.
 *
 * @example
 * await fit(model, dataset, { epochs: 10, onStep: ({ loss }) => console.log(loss) });
 *
 * @returns one report for each epoch that was finished
 * @throws {OptionError} when an option is outside of its range
 * @throws {DataError} when there is nothing to train on, or an image cannot be opened
 * @throws {DivergenceError} when the loss is not a number, naming the step and the batch's images
 */
export async function fit(model: Amfmn, dataset: Dataset, options: FitOptions = {}): Promise<EpochReport[]> {
  const run = { ...defaults, ...definedOnly(options) };
  checkRange("epochs", run.epochs, 1);
  checkRange("batchSize", run.batchSize, 2);
  const records = dataset.records.filter(({ split }) => split === "train");
  if (records.length < 2) {
    throw new DataError(
      `${dataset.name}: expected at least two images in its train split, found ${records.length}.`,
    );
  }
  const hasValidation = run.validateEvery > 0 && dataset.records.some(({ split }) => split === "val");
  const { batchSize, seed, pairs, augmentation } = run;
  const size = model.options.imageSize;
  const loader = new BatchLoader(records, { size, batchSize, seed, pairs, augmentation });
  const adam = new Adam(model.parameters);
  const history: EpochReport[] = [];
  const steps = loader.steps * run.epochs;
  const started = performance.now();
  let best = Number.NEGATIVE_INFINITY;
  let step = 0;
  let images = 0;
  if (run.out) mkdirSync(run.out, { recursive: true });
  try {
    for (let epoch = 1; epoch <= run.epochs && !options.signal?.aborted; epoch++) {
      const epochStarted = performance.now();
      const learningRate = run.learningRate * run.decay ** Math.floor((epoch - 1) / run.decayEvery);
      let sum = 0;
      let stepsOfEpoch = 0;
      for await (const batch of loader.epoch(epoch)) {
        const loss = await trainStep(model, adam, batch, learningRate, run.seed + step, run);
        step += 1;
        stepsOfEpoch += 1;
        if (!Number.isFinite(loss)) throw divergence(step, loss, batch);
        sum += loss;
        images += batch.pairs.length;
        const seconds = (performance.now() - started) / 1000;
        await options.onStep?.({
          epoch,
          step,
          steps,
          loss,
          learningRate,
          imagesPerSecond: images / seconds,
          secondsLeft: (seconds / step) * (steps - step),
        });
        // Widgets, timers and a Stop button get their turn.
        await new Promise((resolve) => setImmediate(resolve));
        if (options.signal?.aborted) break;
      }
      const validated = hasValidation && (epoch % run.validateEvery === 0 || epoch === run.epochs);
      const validation = validated ? await evaluate(model, dataset, { split: "val" }) : undefined;
      const report: EpochReport = {
        epoch,
        epochs: run.epochs,
        loss: sum / stepsOfEpoch,
        learningRate,
        seconds: (performance.now() - epochStarted) / 1000,
        validation,
      };
      history.push(report);
      options.onEpoch?.(report);
      if (!run.out) continue;
      const about = {
        epoch: String(epoch),
        loss: String(report.loss),
        ...(validation && { mR: String(validation.mR) }),
      };
      await saveCheckpoint(join(run.out, "last.safetensors"), model, about);
      const score = hasValidation ? validation?.mR : -report.loss;
      if (score === undefined || score <= best) continue;
      best = score;
      await saveCheckpoint(join(run.out, "best.safetensors"), model, about);
    }
  } finally {
    adam.dispose();
  }
  return history;
}

async function trainStep(
  model: Amfmn,
  adam: Adam,
  { pairs, pixels }: Batch,
  learningRate: number,
  dropoutSeed: number,
  { margin, hardest, clipNorm }: { margin: number; hardest: boolean; clipNorm: number },
): Promise<number> {
  const size = model.options.imageSize;
  const images = tf.tensor4d(pixels, [pairs.length, size, size, 3]);
  const variables = [...model.parameters.trainable.values()];
  const { value, grads } = tf.variableGrads(() => {
    const visual = model.encodeImages(images, true);
    const text = model.encodeTexts(
      pairs.map(({ record, caption }) => model.queryOf(record, caption)),
      dropoutSeed,
    );
    return hingeLoss(model.similarity(visual, text), { margin, hardest });
  }, variables);
  images.dispose();
  const loss = (await value.data())[0]! / pairs.length;
  value.dispose();
  if (!Number.isFinite(loss)) {
    tf.dispose(grads);
    return loss;
  }
  adam.apply(clipNorm > 0 ? clipped(grads, clipNorm) : grads, learningRate);
  return loss;
}

/** Scales all gradients down together where their common norm exceeds a bound; disposes of the given ones. */
function clipped(gradients: tf.NamedTensorMap, bound: number): tf.NamedTensorMap {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(1, tf.div(bound, tf.add(norm, 1e-6)));
    const scaled = Object.entries(gradients).map(
      ([name, gradient]) => [name, tf.mul(gradient, factor)] as const,
    );
    tf.dispose(gradients);
    return Object.fromEntries(scaled);
  });
}

function divergence(step: number, loss: number, { pairs }: Batch): DivergenceError {
  const files = [...new Set(pairs.map(({ record }) => record.filename))].slice(0, 5).join(", ");
  return new DivergenceError(
    `The loss of step ${step} is ${loss}; its batch holds ${files} …; try a smaller learning rate or clipNorm.`,
  );
}

function checkRange(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new OptionError(`${name}: expected a whole number of at least ${least}, found ${value}.`);
  }
}

function definedOnly(options: FitOptions): FitOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
