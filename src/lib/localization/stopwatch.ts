// Measures the seconds of stages.

/** Adds up the seconds of named stages. */
export class Stopwatch<Stage extends string = string> {
  readonly #seconds = new Map<Stage, number>();

  /** Does work and adds its wall time to a stage. */
  async during<T>(stage: Stage, work: () => Promise<T> | T): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds.set(stage, this.of(stage) + (performance.now() - started) / 1000);
    }
  }

  /** Returns the seconds of a stage, 0 when it was not done. */
  of(stage: Stage): number {
    return this.#seconds.get(stage) ?? 0;
  }
}
