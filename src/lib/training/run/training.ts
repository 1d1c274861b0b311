// The loop of a run: steps, epochs, measurements, and the files that they leave.

import { nextTurn } from "../../base/nextTurn.js";
import type { Dataset } from "../../data/dataset.js";
import { joinDecodeOptions } from "../../data/images/decodeOptions.js";
import { evaluate } from "../../evaluation/evaluate.js";
import type { RecallMetrics } from "../../evaluation/recall.js";
import { saveCheckpoint } from "../../models/checkpoint.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import type { Batch, BatchLoader } from "../loading/batches.js";
import { RunLog } from "../logs/runLog.js";
import type { Adam } from "../optimization/adam.js";
import { learningRateAt } from "../optimization/schedule.js";
import {
  type DynamicMargin,
  type StepOptions,
  type StepResult,
  trainStep,
  wentWell,
} from "../optimization/trainStep.js";
import { type EpochReport, type Run, type StepPosition, type StepValue, valueAt } from "../options.js";
import { CollapseWatch } from "./collapse.js";
import { DivergenceError, isFiniteModel } from "./divergence.js";
import { runFiles } from "./runFolder.js";
import { type Progress, type RunParts, saveRunState } from "./runState.js";

/** A run with its margin. */
export type CompleteRun = Run & { readonly margin: StepValue | DynamicMargin };

/** One run and its progress. */
export class Training {
  private log: RunLog | undefined;
  private readonly model: RetrievalModel;
  private readonly run: CompleteRun;
  private readonly validates: boolean;
  private readonly collapse = new CollapseWatch();
  private lastFiles: readonly string[] = [];
  private epochStarted = 0;
  /** Work of this process, for rates. A resumed run's earlier steps are not in it. */
  private readonly work = { started: performance.now(), steps: 0, images: 0 };

  constructor(
    private readonly parts: RunParts & { readonly run: CompleteRun },
    private readonly dataset: Dataset,
    private readonly progress: Progress,
    private readonly loader: BatchLoader,
    private readonly adam: Adam,
  ) {
    this.model = parts.model;
    this.run = parts.run;
    this.validates = this.run.validateEvery > 0 && dataset.records.some(({ split }) => split === "val");
  }

  async toItsEnd(): Promise<EpochReport[]> {
    const { run, progress } = this;
    this.log = run.out ? new RunLog(run.out, progress.step) : undefined;
    try {
      while (progress.epoch < run.epochs && !this.stopped && !this.outOfPatience) {
        const finished = await this.steps(progress.epoch + 1);
        if (finished) await this.endEpoch(progress.epoch + 1);
        else await this.saveStopped();
      }
    } finally {
      this.log?.close();
    }
    return progress.history;
  }

  private async saveStopped(): Promise<void> {
    if (!this.run.out) return;
    await this.requireFinite();
    await saveRunState(runFiles(this.run.out).state, this.parts, this.adam, this.progress);
  }

  /** A loss can be finite while a weight or a running mean is not. @throws {DivergenceError} */
  private async requireFinite(): Promise<void> {
    if (await isFiniteModel(this.model)) return;
    throw new DivergenceError(this.progress.step, this.lastFiles, "weights");
  }

  private get stopped(): boolean {
    return this.run.signal?.aborted === true;
  }

  private get outOfPatience(): boolean {
    return this.run.patience > 0 && this.progress.sinceBest >= this.run.patience;
  }

  /** Takes the remaining steps of an epoch. @returns false when the run was stopped */
  private async steps(epoch: number): Promise<boolean> {
    const { model, adam, progress, work, loader } = this;
    this.epochStarted = performance.now();
    for await (const batch of loader.epoch(epoch, progress.stepOfEpoch)) {
      const options = this.stepOptions(epoch);
      const result = await trainStep(model, adam, batch, options);
      this.lastFiles = filesOf(batch);
      if (!wentWell(result)) throw diverged(progress.step + 1, result, this.lastFiles);
      this.collapse.step(result.loss, batch, options);
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
      ...{ maxViolation: run.maxViolation, loss: run.loss, temperature: run.temperature },
      accumulate: run.accumulate,
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
    await this.requireFinite();
    const collapse = this.collapse.endEpoch();
    if (collapse !== undefined) run.onNote(collapse);
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
      const files = runFiles(run.out);
      if (better) await saveCheckpoint(files.best, model, metadata);
      await saveCheckpoint(files.last, model, metadata);
      await saveRunState(files.state, this.parts, this.adam, progress);
      this.log?.epoch(report, progress);
    }
    run.onEpoch?.(report);
  }
}

/** Returns the metrics without the matrix. */
function recallsOf({ imageToText, textToImage, mR, ties }: RecallMetrics): RecallMetrics {
  return { imageToText, textToImage, mR, ties };
}

function filesOf({ pairs }: Batch): string[] {
  return [...new Set(pairs.map(({ record }) => record.filename))];
}

function diverged(step: number, { loss }: StepResult, files: readonly string[]): DivergenceError {
  return new DivergenceError(step, files, Number.isFinite(loss) ? "gradient" : "loss");
}
