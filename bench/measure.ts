// Times of our runs and the peer's, taken in turns so that whatever else the machine does falls on both.
import type { Peer, PeerRun } from "./peer/peer.js";

/** One row of the results. */
export interface Row {
  readonly work: string;
  /** Median seconds of ours. */
  readonly ours: number;
  /** Median seconds of the peer; undefined where there is none. */
  readonly peer?: number | undefined;
  /** Ours ÷ peer in processor time, which other work on the machine disturbs less than it does wall time. */
  readonly processor?: number | undefined;
  /** What ours ÷ peer, or ours, ought to be at most. */
  readonly target?: string;
  readonly oursMB?: number | undefined;
  readonly peerMB?: number | undefined;
  /** What ought to be known to read the row. */
  readonly note?: string;
}

/** The rows of one benchmark. */
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

/** Runs ours and the peer's job in turns. @param ours resolves to the seconds of a run */
export async function inTurns(
  ours: () => Promise<number>,
  { peer, job, parameters, runs }: Turn,
): Promise<Pick<Row, "ours" | "peer" | "processor" | "oursMB" | "peerMB">> {
  const own: { seconds: number; processor: number }[] = [];
  const others: PeerRun[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    const seconds = await ours();
    const { user, system } = process.cpuUsage(before);
    const other = await peer?.run(job, parameters);
    if (run === 0) continue;
    own.push({ seconds, processor: (user + system) / 1e6 });
    if (other) others.push(other);
  }
  const middle = <K extends string>(runs: readonly Record<K, number>[], key: K) =>
    median(runs.map((run) => run[key]));
  return {
    ours: middle(own, "seconds"),
    peer: peer && middle(others, "seconds"),
    processor: peer && middle(own, "processor") / middle(others, "processor"),
    oursMB: process.resourceUsage().maxRSS / 1024,
    peerMB: others.at(-1)?.memoryMB,
  };
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
