// A training whose steps a benchmark takes one by one.
import { type Dataset, fit, type ModelName } from "../src/lib/index.js";
import type { LocalSource } from "../src/lib/models/index.js";
import { type Subject, subject } from "./scenes.js";

/** A training that pauses after each step. */
export class Steps {
  private resume: (() => void) | undefined;
  private arrived: ((seconds: number) => void) | undefined;
  private readonly abort = new AbortController();
  private readonly done: Promise<unknown>;
  private started = 0;

  readonly subject: Subject;

  /** @param local local inputs, for a model that reads some */
  constructor(dataset: Dataset, config: ModelName, batchSize: number, local?: LocalSource) {
    this.subject = subject(dataset, config);
    const { model } = this.subject;
    const onStep = () =>
      new Promise<void>((resolve) => {
        this.resume = resolve;
        this.arrived?.((performance.now() - this.started) / 1000);
      });
    const options = { batchSize, pairs: "images", epochs: 1000, validateEvery: 0, local } as const;
    const { signal } = this.abort;
    const gate = new Promise<void>((resolve) => {
      this.resume = resolve;
    });
    this.done = gate
      .then(() => fit(model, dataset, { ...options, signal, onStep }))
      .finally(() => model.dispose());
  }

  /** Runs one step. Returns the seconds from the end of the last step to its end. */
  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.arrived = resolve;
      this.done.catch(reject);
      this.started = performance.now();
      this.resume?.();
    });
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.resume?.();
    await this.done;
  }
}
