// A training run as it goes: progress with rate and time left, the loss curve, recalls, and a Stop button that
// aborts a signal. Where no page can show it, each epoch is printed as a line.
import { AnyWidget } from "../core/anyWidget.js";
import { hasKernelHost, type JsonObject } from "../core/host.js";
import { pageModule } from "../core/pageModule.js";

/** After a step, as the library's fit reports it. */
export interface MonitoredStep {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

export interface MonitoredEpoch {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly validation?: { readonly mR: number };
}

/** What page and kernel share. */
export interface TrainingMonitorState {
  step: number;
  steps: number;
  learningRate: number;
  imagesPerSecond: number;
  secondsLeft: number;
  epoch: number;
  epochs: number;
  /** Loss of every step so far. */
  losses: Float32Array;
  /** [step, mR] of every validation, one after the other. */
  recalls: readonly number[];
  stopped: boolean;
}

/** Least time between two messages to the page, in ms. */
const interval = 80;

class MonitorView extends AnyWidget<TrainingMonitorState> {
  /** The loss curve, for where no script runs. */
  protected override standIn(): JsonObject {
    return { "image/svg+xml": lossCurve(this.get("losses")) };
  }
}

export class TrainingMonitor {
  private readonly abort = new AbortController();
  private readonly view: MonitorView | undefined;
  private readonly losses: number[] = [];
  private readonly recalls: number[] = [];
  private last: MonitoredStep | undefined;
  private sentAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    if (!hasKernelHost()) return;
    this.view = new MonitorView({
      name: "TrainingMonitor",
      esm: pageModule("trainingMonitor"),
      state: {
        step: 0,
        steps: 0,
        learningRate: 0,
        imagesPerSecond: 0,
        secondsLeft: 0,
        epoch: 0,
        epochs: 0,
        losses: new Float32Array(),
        recalls: [],
        stopped: false,
      },
    });
    this.view.onCustom(({ event }) => {
      if (event === "stop") this.stop();
    });
  }

  /** Aborted by the Stop button. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  stop(): void {
    this.abort.abort();
    this.view?.set({ stopped: true });
  }

  /** To be called after each step; the page is told a dozen times a second at most. */
  step(report: MonitoredStep): void {
    this.losses.push(report.loss);
    this.last = report;
    const wait = this.sentAt + interval - Date.now();
    if (wait <= 0) this.send();
    else this.timer ??= setTimeout(() => this.send(), wait);
  }

  /** To be called after each epoch. */
  epoch({ epoch, epochs, loss, validation }: MonitoredEpoch): void {
    if (validation) this.recalls.push(this.last?.step ?? 0, validation.mR);
    this.view?.set({ epoch, epochs });
    this.send();
    if (this.view) return;
    const recall = validation ? ` · mR ${validation.mR.toFixed(2)}` : "";
    console.log(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall}`);
  }

  async [Symbol.for("Jupyter.display")](): Promise<JsonObject> {
    return this.view ? this.view.mimeBundle() : { "text/plain": "TrainingMonitor" };
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAt = Date.now();
    if (!this.view || !this.last) return;
    const { step, steps, learningRate, imagesPerSecond, secondsLeft } = this.last;
    const [losses, recalls] = [Float32Array.from(this.losses), [...this.recalls]];
    this.view.set({ step, steps, learningRate, imagesPerSecond, secondsLeft, losses, recalls });
  }
}

function lossCurve(losses: Float32Array): string {
  const [width, height] = [640, 200];
  const high = Math.max(1e-9, ...losses);
  const points = [...losses].map((loss, i) => {
    const x = 40 + ((width - 50) * i) / Math.max(1, losses.length - 1);
    return `${x.toFixed(1)},${(height - 25 - ((height - 40) * loss) / high).toFixed(1)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="Loss curve"><rect width="100%" height="100%" fill="#fff"/><text x="4" y="18" font-size="12">${high.toFixed(2)}</text><text x="4" y="${height - 22}" font-size="12">0</text><polyline fill="none" stroke="#1f6feb" stroke-width="2" points="${points.join(" ")}"/></svg>`;
}
