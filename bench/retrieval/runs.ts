// The finished runs on disk, so that a stopped comparison goes on where it ended.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of scenes and runs. */
export const work = fileURLToPath(new URL("../../.cache/bench/retrieval", import.meta.url));
const file = `${work}/runs.jsonl`;

/** Recalls of one run in percent. */
interface Recalls {
  readonly mR: number;
  readonly imageToText: readonly number[];
  readonly textToImage: readonly number[];
}

/** A finished run. */
export interface Run {
  /** Variant, seed and budget. A run of another budget is not found again. */
  readonly key: string;
  readonly plain: Recalls;
  readonly reranked: Recalls;
  /** Loss of the last epoch. */
  readonly loss: number;
  /** Wall seconds of the training. */
  readonly seconds: number;
  readonly engine: string;
}

/** Reads the finished runs by key. A line that is cut off is passed over. */
export function finishedRuns(): Map<string, Run> {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const runs = lines.flatMap((line): Run[] => {
    try {
      return [JSON.parse(line) as Run];
    } catch {
      return [];
    }
  });
  return new Map(runs.map((run) => [run.key, run]));
}

export function keepRun(run: Run): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}
