// Monitor of a training run: progress, rate and remaining time, curves of loss, learning rate and recalls, and buttons
// that pause, resume and stop the run. A terminal shows lines of text instead.

import { inspect } from "node:util";
import type { JsonObject } from "typescript-lab";
import { AnyWidget, hasKernelHost } from "typescript-lab/widget";
import { pageModule } from "../../core/pageModule.js";
import { curvesSvg } from "./curves.js";
import { RunCurve } from "./runCurve.js";
import type {
  MonitoredStep,
  Phase,
  Recalls,
  TrainingMonitorState,
  Validation,
  ValidationRecalls,
} from "./state.js";
import { stepWords } from "./words.js";

/** Report after an epoch, as `fit` passes it to `onEpoch`. */
export interface MonitoredEpoch {
  /** Number of finished epochs. */
  readonly epoch: number;
  /** Number of epochs of the run. */
  readonly epochs: number;
  /** Mean loss of the epoch. */
  readonly loss: number;
  /** Recalls on the validation split in percent, if the epoch measured them. */
  readonly validation?: ValidationRecalls;
}

/** Shortest time between two messages to the page, and between two lines in a terminal, in ms. */
const [pageInterval, lineInterval] = [80, 10_000];

class MonitorView extends AnyWidget<TrainingMonitorState<Uint8Array | Float32Array>> {
  constructor() {
    const [losses, rates] = [new Float32Array(), new Float32Array()];
    const run = { step: 0, steps: 0, epoch: 0, epochs: 0, stepsPerPoint: 1, losses, rates, validations: [] };
    const now = { loss: 0, learningRate: 0, imagesPerSecond: 0, secondsLeft: 0 };
    super({
      name: "TrainingMonitor",
      esm: pageModule("trainingMonitor"),
      state: { phase: "waiting", ...run, ...now },
    });
  }

  /** Returns the page's curves as SVG. */
  protected override fallback(): JsonObject {
    const [step, steps, stepsPerPoint] = [this.get("step"), this.get("steps"), this.get("stepsPerPoint")];
    const [losses, rates] = [this.get("losses") as Float32Array, this.get("rates") as Float32Array];
    const run = { step, steps, stepsPerPoint, losses, rates, validations: this.get("validations") };
    return { "image/svg+xml": curvesSvg(run) };
  }
}

/**
 * Monitor of a training run.
 * @example
 * const monitor = new TrainingMonitor();
 * display(monitor);
 * await fit(model, dataset, {
 *   epochs: 1,
 *   signal: monitor.signal,
 *   onStep: (report) => monitor.step(report), // a paused run waits for this promise
 *   onEpoch: (report) => monitor.epoch(report),
 * });
 */
export class TrainingMonitor {
  private readonly abort = new AbortController();
  private readonly view: MonitorView | undefined;
  private readonly losses = new RunCurve();
  private readonly rates = new RunCurve();
  private readonly validations: Validation[] = [];
  private phase: Phase = "waiting";
  private last: MonitoredStep | undefined;
  private sentAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private hold: { promise: Promise<void>; release: () => void } | undefined;

  /** Outside a notebook the monitor prints lines to the console. */
  constructor() {
    if (!hasKernelHost()) return;
    this.view = new MonitorView();
    this.view.onCustom(({ event }) => {
      if (event === "stop") this.stop();
      if (event === "pause") this.pause();
      if (event === "resume") this.resume();
    });
  }

  /** Signal that `stop` and the Stop button abort. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Ends the run after the current step. The model keeps its trained weights. */
  stop(): void {
    if (this.phase === "done") return;
    this.abort.abort();
    this.become("stopped");
    this.letGo();
  }

  /** Pauses the run after the current step, until `resume` or `stop`. */
  pause(): void {
    if (this.hold || this.phase === "stopped" || this.phase === "done") return;
    let release = () => {};
    const promise = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.hold = { promise, release };
    this.become("paused");
  }

  /** Resumes a paused run. */
  resume(): void {
    if (!this.hold) return;
    this.become("running");
    this.letGo();
  }

  /**
   * Reports a step. The page shows at most a dozen reports a second.
   * @returns a promise that resolves at once, or when a paused run resumes; the training loop awaits it
   */
  async step(report: MonitoredStep): Promise<void> {
    this.losses.add(report.loss);
    this.rates.add(report.learningRate);
    this.last = report;
    if (this.phase === "waiting") this.phase = "running";
    if (this.phase === "running" && report.step >= report.steps) this.phase = "done";
    this.sendSoon();
    await this.hold?.promise;
  }

  /** Reports an epoch. */
  epoch({ epoch, epochs, loss, validation }: MonitoredEpoch): void {
    if (validation) {
      const { mR, imageToText, textToImage } = validation;
      const recalls = (all: Recalls | undefined) => all && { r1: all.r1, r5: all.r5, r10: all.r10 };
      this.validations.push({
        step: this.last?.step ?? 0,
        mR,
        imageToText: recalls(imageToText),
        textToImage: recalls(textToImage),
      });
    }
    this.view?.set({ epoch, epochs });
    this.send();
    if (this.view) return;
    const recall = validation ? ` · mR ${validation.mR.toFixed(2)}` : "";
    console.log(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall}`);
  }

  /** Returns the monitor as a notebook shows it, by MIME type. */
  async [Symbol.for("Jupyter.display")](): Promise<JsonObject> {
    return this.view ? this.view.mimeBundle() : { "text/plain": "TrainingMonitor" };
  }

  /** Returns the monitor's text: the phase and the step of its run. */
  [inspect.custom](): string {
    const steps = this.last ? `, step ${this.last.step} of ${this.last.steps}` : "";
    return `TrainingMonitor(${this.phase}${steps})`;
  }

  private letGo(): void {
    this.hold?.release();
    this.hold = undefined;
  }

  private become(phase: Phase): void {
    this.phase = phase;
    this.send();
  }

  private sendSoon(): void {
    const wait = this.sentAt + (this.view ? pageInterval : lineInterval) - Date.now();
    if (wait <= 0 || this.phase === "done") this.send();
    else if (this.view) this.timer ??= setTimeout(() => this.send(), wait);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAt = Date.now();
    if (!this.view) {
      if (this.last && this.phase !== "done") console.log(stepWords(this.last, this.phase));
      return;
    }
    const { phase, validations } = this;
    this.view.set({ phase, validations: [...validations] });
    if (!this.last) return;
    const { step, steps, loss, learningRate, imagesPerSecond, secondsLeft } = this.last;
    this.view.set({ step, steps, loss, learningRate, imagesPerSecond, secondsLeft });
    const { stepsPerPoint } = this.losses;
    this.view.set({ stepsPerPoint, losses: this.losses.points(), rates: this.rates.points() });
  }
}
