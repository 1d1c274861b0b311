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

/** The figures of a row that are measured. */
type Measured = Pick<Row, "ours" | "baseline" | "processor" | "oursMB" | "baselineMB">;

/**
 * Runs ours and the baseline's job alternately, and returns the medians.
 * @param ours resolves to the seconds of a run
 */
export async function interleaved(ours: () => Promise<number>, job: BaselineJob): Promise<Measured> {
  const [measured] = await interleavedWays([ours], job);
  return measured!;
}

/**
 * Runs several ways of ours and the baseline's job alternately, and returns the medians of each way.
 * @param ways each resolves to the seconds of a run
 */
export async function interleavedWays(
  ways: readonly (() => Promise<number>)[],
  { baseline, job, parameters, runs }: BaselineJob,
): Promise<Measured[]> {
  const own: { seconds: number; processor: number }[][] = ways.map(() => []);
  const others: BaselineRun[] = [];
  for (let run = 0; run <= runs; run++) {
    for (const [i, ours] of ways.entries()) {
      const before = process.cpuUsage();
      const seconds = await ours();
      const { user, system } = process.cpuUsage(before);
      if (run > 0) own[i]!.push({ seconds, processor: (user + system) / 1e6 });
    }
    const other = await baseline?.run(job, parameters);
    if (run > 0 && other) others.push(other);
  }
  const middle = <K extends string>(runs: readonly Record<K, number>[], key: K) =>
    median(runs.map((run) => run[key]));
  return own.map((way) => ({
    ours: middle(way, "seconds"),
    baseline: baseline && middle(others, "seconds"),
    processor: baseline && middle(way, "processor") / middle(others, "processor"),
    oursMB: process.resourceUsage().maxRSS / 1024,
    baselineMB: others.at(-1)?.memoryMB,
  }));
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
