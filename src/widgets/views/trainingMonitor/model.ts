// A training run as it goes: progress with rate and time left, curves of loss, learning rate and recalls, and buttons
// that hold the run, let it go on, and stop it. Where no page can show it, lines of text say the same.
import { AnyWidget } from "../../../kernel/widget/anyWidget.js";
import { hasKernelHost, type JsonObject } from "../../../kernel/widget/host.js";
import { pageModule } from "../../core/pageModule.js";
import { curvesSvg } from "./curves.js";
import { RunCurve } from "./runCurve.js";
import type { MonitoredStep, Phase, Recalls, TrainingMonitorState, Validation } from "./state.js";
import { stepWords } from "./words.js";

export interface MonitoredEpoch {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly validation?: {
    readonly mR: number;
    readonly imageToText?: Recalls;
    readonly textToImage?: Recalls;
  };
}

/** Least time between two messages to the page, and between two lines in a terminal, in ms. */
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

  /** The same curves as the page draws. */
  protected override fallback(): JsonObject {
    const [step, steps, stepsPerPoint] = [this.get("step"), this.get("steps"), this.get("stepsPerPoint")];
    const [losses, rates] = [this.get("losses") as Float32Array, this.get("rates") as Float32Array];
    const run = { step, steps, stepsPerPoint, losses, rates, validations: this.get("validations") };
    return { "image/svg+xml": curvesSvg(run) };
  }
}

/**
 * @example
 * const monitor = new TrainingMonitor();
 * display(monitor);
 * await fit(model, dataset, {
 *   signal: monitor.signal,
 *   onStep: (report) => monitor.step(report), // a promise: a paused run waits for it
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

  constructor() {
    if (!hasKernelHost()) return;
    this.view = new MonitorView();
    this.view.onCustom(({ event }) => {
      if (event === "stop") this.stop();
      if (event === "pause") this.pause();
      if (event === "resume") this.resume();
    });
  }

  /** Aborted by `stop` and by the Stop button. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Ends the run after the step that is under way; what was learned is kept. */
  stop(): void {
    if (this.phase === "done") return;
    this.abort.abort();
    this.become("stopped");
    this.letGo();
  }

  /** Holds the run after the step that is under way, until `resume` or `stop`. */
  pause(): void {
    if (this.hold || this.phase === "stopped" || this.phase === "done") return;
    let release = () => {};
    const promise = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.hold = { promise, release };
    this.become("paused");
  }

  /** Lets a paused run go on where it was. */
  resume(): void {
    if (!this.hold) return;
    this.become("running");
    this.letGo();
  }

  /**
   * To be called after each step; the page is told a dozen times a second at most.
   * @returns a promise that is kept at once, or when a paused run may go on: wait for it
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

  /** To be called after each epoch. */
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

  async [Symbol.for("Jupyter.display")](): Promise<JsonObject> {
    return this.view ? this.view.mimeBundle() : { "text/plain": "TrainingMonitor" };
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
