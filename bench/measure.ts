// Times of our runs and the peer's, taken in turns so that whatever else the machine does falls on both.
import type { Peer } from "./peer/peer.js";

/** One row of the results. */
export interface Row {
  readonly work: string;
  /** Median seconds of ours. */
  readonly ours: number;
  /** Median seconds of the peer; undefined where there is none. */
  readonly peer?: number | undefined;
  /** What the issue of speed promises for ours ÷ peer. */
  readonly target?: string;
  readonly oursMB?: number | undefined;
  readonly peerMB?: number | undefined;
  /** What ought to be known to read the row. */
  readonly note?: string;
}

/** Rows of one job, or a growth table with columns of its own. */
export interface Result {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Turn {
  readonly peer: Peer | undefined;
  readonly job: string;
  readonly parameters: object;
  /** Runs that count, after one of each that does not. */
  readonly runs: number;
}

/** Runs ours and the peer's job in turns. */
export async function inTurns(
  ours: () => Promise<number>,
  { peer, job, parameters, runs }: Turn,
): Promise<{ ours: number; peer?: number; oursMB: number; peerMB?: number }> {
  const [times, peerTimes] = [[] as number[], [] as number[]];
  let peerMB: number | undefined;
  for (let run = 0; run <= runs; run++) {
    const seconds = await ours();
    const other = await peer?.run(job, parameters);
    if (run === 0) continue;
    times.push(seconds);
    if (other) peerTimes.push(other.seconds);
    peerMB = other?.memoryMB;
  }
  const oursMB = process.resourceUsage().maxRSS / 1024;
  return { ours: median(times), peer: peer && median(peerTimes), oursMB, peerMB };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Wall seconds of a piece of work. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
