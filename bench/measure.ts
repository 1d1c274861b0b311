// Times our runs and the baseline's interleaved, so that other work on the machine slows both.
import type { Baseline, BaselineRun } from "./baseline/baseline.js";

/** One row of the results. */
export interface Row {
  readonly work: string;
  /** Median seconds of ours. */
  readonly ours: number;
  /** Median seconds of the baseline. Undefined without one. */
  readonly baseline?: number | undefined;
  /** Ours ÷ baseline in processor time, which depends less on other work on the machine than wall time. */
  readonly processor?: number | undefined;
  /** Upper limit for ours ÷ baseline, or for ours. */
  readonly target?: string;
  readonly oursMB?: number | undefined;
  readonly baselineMB?: number | undefined;
  /** A remark for the reader of the row. */
  readonly note?: string;
}

/** The rows of one benchmark. */
export interface Result {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A job of the baseline that is interleaved with our runs. */
export interface BaselineJob {
  readonly baseline: Baseline | undefined;
  readonly job: string;
  readonly parameters: object;
  /** Number of runs that count. One run of each side before them does not. */
  readonly runs: number;
}

/**
 * Runs ours and the baseline's job alternately, and returns the medians.
 * @param ours resolves to the seconds of a run
 */
export async function interleaved(
  ours: () => Promise<number>,
  { baseline, job, parameters, runs }: BaselineJob,
): Promise<Pick<Row, "ours" | "baseline" | "processor" | "oursMB" | "baselineMB">> {
  const own: { seconds: number; processor: number }[] = [];
  const others: BaselineRun[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    const seconds = await ours();
    const { user, system } = process.cpuUsage(before);
    const other = await baseline?.run(job, parameters);
    if (run === 0) continue;
    own.push({ seconds, processor: (user + system) / 1e6 });
    if (other) others.push(other);
  }
  const middle = <K extends string>(runs: readonly Record<K, number>[], key: K) =>
    median(runs.map((run) => run[key]));
  return {
    ours: middle(own, "seconds"),
    baseline: baseline && middle(others, "seconds"),
    processor: baseline && middle(own, "processor") / middle(others, "processor"),
    oursMB: process.resourceUsage().maxRSS / 1024,
    baselineMB: others.at(-1)?.memoryMB,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Returns the wall seconds of a piece of work. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
