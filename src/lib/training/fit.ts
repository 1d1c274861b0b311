// Trains a model: epochs of steps, measured on the validation split, with files that a run can be resumed from.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AmfmnError, DataError } from "../base/errors.js";
import { listFirst } from "../base/messages/listFirst.js";
import { nextTurn } from "../base/nextTurn.js";
import { Dataset, type ImageRecord } from "../data/dataset.js";
import { usableImages } from "../data/images/badImages.js";
import { joinDecodeOptions } from "../data/images/decodeOptions.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { RecallMetrics } from "../evaluation/recall.js";
import { saveCheckpoint } from "../models/checkpoint.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { type Batch, BatchLoader } from "./loading/batches.js";
import { RunLog } from "./logs/runLog.js";
import { trainingSimilarity } from "./marginSimilarity.js";
import { Adam } from "./optimization/adam.js";
import { learningRateAt } from "./optimization/schedule.js";
import {
  type DynamicMargin,
  type StepOptions,
  type StepResult,
  trainStep,
  wentWell,
} from "./optimization/trainStep.js";
import {
  completeOptions,
  type EpochReport,
  type FitOptions,
  type Run,
  type StepPosition,
  type StepValue,
  valueAt,
} from "./options.js";
import { newProgress, type Progress, restoreRunState, saveRunState } from "./runState.js";

/**
 * The loss or its gradient is not a finite number. Checkpoints keep their last good state.
 *
 * @example
 * try {
 *   await fit(model, dataset, { epochs: 1 });
 * } catch (error) {
 *   if (error instanceof DivergenceError) console.log(error.step, error.files);
 * }
 */
export class DivergenceError extends AmfmnError {
  /**
   * @param step the step, counted from 1
   * @param files file names of the batch's images
   * @param what the value that is not finite
   */
  constructor(
    /** The step, counted from 1. */
    readonly step: number,
    /** File names of the batch's images. */
    readonly files: readonly string[],
    what: "loss" | "gradient",
  ) {
    super(
      `The ${what} of step ${step} is not a number; its batch holds ${listFirst(files, 8)}. ` +
        "The last good checkpoint is kept; try a smaller learning rate or clipNorm.",
    );
  }
}

/**
 * Trains a model until its last epoch, until the signal is aborted, or until patience ends. The model's recipe decides the
 * options that are left out.
 *
 * @example
 * const history = await fit(model, dataset, { epochs: 1, onStep: ({ loss }) => console.log(loss) });
 * console.log(history.at(-1)!.loss);
 *
 * @returns one report for each finished epoch, including those before a resumption
 * @throws {OptionError} when an option is outside of its range
 * @throws {DataError} when fewer than two images can be trained on, or an image cannot be decoded in its
 *   middle
 * @throws {BadImagesError} before the first step, with all images that cannot be decoded
 * @throws {LoaderError} when a worker thread dies three times
 * @throws {CheckpointError} when `resume` finds the state of another run
 * @throws {DivergenceError} when loss or gradient is not a finite number; it names the step and the batch's images
 */
export async function fit(
  model: RetrievalModel,
  whole: Dataset,
  options: FitOptions = {},
): Promise<EpochReport[]> {
  const given = completeOptions({ ...model.recipe, ...options });
  const decoding = joinDecodeOptions(given, whole.records[0]?.decoding, model.decoding);
  const run = { ...given, ...decoding };
  const dataset = await withoutBadImages(whole, run);
  const records = dataset.split("train").records.filter(({ captions }) => captions.length > 0);
  if (records.length < 2) {
    throw new DataError(
      `${dataset.name}: expected at least two images with captions in its train split, found ${records.length}.`,
    );
  }
  model.decoding = decoding;
  const loader = new BatchLoader(records, model, run);
  const margin = await completeMargin(run, records);
  const adam = new Adam(model.parameters);
  if (run.out) mkdirSync(run.out, { recursive: true });
  try {
    return await new Training(model, dataset, { ...run, margin }, loader, adam).toItsEnd();
  } finally {
    adam.dispose();
    await loader.close();
  }
}

/** Looks at the images that the run reads. @throws {BadImagesError} with all that cannot be decoded */
async function withoutBadImages(dataset: Dataset, run: Run): Promise<Dataset> {
  const read = dataset.records.filter(
    ({ split, captions }) =>
      (split === "train" && captions.length > 0) || (split === "val" && run.validateEvery > 0),
  );
  const usable = new Set(await usableImages(dataset.name, read, run, joinDecodeOptions(run)));
  if (usable.size === read.length) return dataset;
  const lost = new Set(read.filter((record) => !usable.has(record)));
  const records = dataset.records.filter((record) => !lost.has(record));
  return new Dataset(dataset.name, records, dataset.warnings);
}

async function completeMargin(
  { margin, signal }: Run,
  records: readonly ImageRecord[],
): Promise<StepValue | DynamicMargin> {
  if (typeof margin !== "object") return margin;
  return { ...margin, similarity: margin.similarity ?? (await trainingSimilarity(records, signal)) };
}

/** One run and its progress. */
class Training {
  private progress: Progress = newProgress();
  private log: RunLog | undefined;
  private readonly validates: boolean;
  private epochStarted = 0;
  /** Work of this process, for rates. A resumed run's earlier steps are not in it. */
  private readonly work = { started: performance.now(), steps: 0, images: 0 };

  constructor(
    private readonly model: RetrievalModel,
    private readonly dataset: Dataset,
    private readonly run: Run & { readonly margin: StepValue | DynamicMargin },
    private readonly loader: BatchLoader,
    private readonly adam: Adam,
  ) {
    this.validates = run.validateEvery > 0 && dataset.records.some(({ split }) => split === "val");
  }

  async toItsEnd(): Promise<EpochReport[]> {
    const { run, model, adam } = this;
    if (run.resume)
      this.progress = (await restoreRunState(this.file("state"), model, adam, run)) ?? this.progress;
    this.log = run.out ? new RunLog(run.out, this.progress.step) : undefined;
    try {
      while (this.progress.epoch < run.epochs && !this.stopped && !this.outOfPatience) {
        const finished = await this.steps(this.progress.epoch + 1);
        if (finished) await this.endEpoch(this.progress.epoch + 1);
        else if (run.out) await saveRunState(this.file("state"), model, adam, this.progress, run);
      }
    } finally {
      this.log?.close();
    }
    return this.progress.history;
  }

  private get stopped(): boolean {
    return this.run.signal?.aborted === true;
  }

  private get outOfPatience(): boolean {
    return this.run.patience > 0 && this.progress.sinceBest >= this.run.patience;
  }

  private file(name: "best" | "last" | "state"): string {
    return join(this.run.out!, `${name}.safetensors`);
  }

  /** Takes the remaining steps of an epoch. @returns false when the run was stopped */
  private async steps(epoch: number): Promise<boolean> {
    const { model, adam, progress, work, loader } = this;
    this.epochStarted = performance.now();
    for await (const batch of loader.epoch(epoch, progress.stepOfEpoch)) {
      const options = this.stepOptions(epoch);
      const result = await trainStep(model, adam, batch, options);
      if (!wentWell(result)) throw diverged(progress.step + 1, result, batch);
      progress.step += 1;
      progress.stepOfEpoch += 1;
      progress.lossSum += result.loss;
      work.steps += 1;
      work.images += batch.pairs.length;
      await this.reportStep(epoch, options.learningRate, result);
      await nextTurn();
      if (this.stopped) return progress.stepOfEpoch === loader.steps;
    }
    return true;
  }

  private stepOptions(epoch: number): StepOptions {
    const { run, progress, loader } = this;
    const position: StepPosition = { epoch, step: progress.step + 1, steps: loader.steps * run.epochs };
    const { margin } = run;
    return {
      learningRate: this.learningRate(position, progress.stepOfEpoch / loader.steps),
      margin: typeof margin === "object" ? margin : valueAt("margin", margin, position),
      maxViolation: run.maxViolation,
      clipNorm: valueAt("clipNorm", run.clipNorm, position),
      dropoutSeed: run.seed * 1_000_003 + progress.step,
    };
  }

  /** Returns the rate of a step. A function of the step replaces the schedule. @param share share of the epoch that is done */
  private learningRate(position: StepPosition, share: number): number {
    const { learningRate } = this.run;
    if (typeof learningRate === "function") return valueAt("learningRate", learningRate, position);
    return learningRateAt({ ...this.run, learningRate }, position.epoch, share);
  }

  private async reportStep(epoch: number, learningRate: number, result: StepResult): Promise<void> {
    const { step } = this.progress;
    const steps = this.loader.steps * this.run.epochs;
    const seconds = (performance.now() - this.work.started) / 1000;
    const report = {
      ...{ epoch, step, steps, ...result, learningRate },
      imagesPerSecond: this.work.images / seconds,
      secondsLeft: (seconds / this.work.steps) * (steps - step),
    };
    this.log?.step(report);
    await this.run.onStep?.(report);
  }

  /** Measures, saves and reports an epoch. */
  private async endEpoch(epoch: number): Promise<void> {
    const { model, run, progress, loader } = this;
    const due = this.validates && (epoch % run.validateEvery === 0 || epoch === run.epochs);
    const validation = due
      ? await evaluate(model, this.dataset, { split: "val", ...joinDecodeOptions(run) })
      : undefined;
    const lastStep = { epoch, step: progress.step, steps: loader.steps * run.epochs };
    const report: EpochReport = {
      epoch,
      epochs: run.epochs,
      loss: progress.lossSum / loader.steps,
      learningRate: this.learningRate(lastStep, (loader.steps - 1) / loader.steps),
      seconds: (performance.now() - this.epochStarted) / 1000,
      ...(validation && { validation: recallsOf(validation) }),
    };
    const score = this.validates ? validation?.mR : -report.loss;
    const better = score !== undefined && (progress.best === undefined || score > progress.best);
    if (better) Object.assign(progress, { best: score, sinceBest: 0 });
    else if (score !== undefined) progress.sinceBest += 1;
    progress.history.push(report);
    Object.assign(progress, { epoch, stepOfEpoch: 0, lossSum: 0 });
    if (run.out) {
      const metadata = {
        epoch: String(epoch),
        loss: String(report.loss),
        ...(validation && { mR: String(validation.mR) }),
      };
      if (better) await saveCheckpoint(this.file("best"), model, metadata);
      await saveCheckpoint(this.file("last"), model, metadata);
      await saveRunState(this.file("state"), model, this.adam, progress, run);
      this.log?.epoch(report, progress);
    }
    run.onEpoch?.(report);
  }
}

/** Returns the metrics without the matrix. */
function recallsOf({ imageToText, textToImage, mR, ties }: RecallMetrics): RecallMetrics {
  return { imageToText, textToImage, mR, ties };
}

function diverged(step: number, { loss }: StepResult, { pairs }: Batch): DivergenceError {
  const files = [...new Set(pairs.map(({ record }) => record.filename))];
  return new DivergenceError(step, files, Number.isFinite(loss) ? "gradient" : "loss");
}
