// The folder of a run: one run at a time writes into it, and a run that is there is not overwritten by mistake.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FileError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { lockFolder } from "../../base/files/folderLock.js";
import { removeLeftovers, requireWritableFolder } from "../../base/files/output.js";

const [best, last, state] = ["best.safetensors", "last.safetensors", "state.safetensors"];
const logs = ["log.csv", "log.jsonl"];

/** The files of a run. */
export interface RunFiles {
  /** The checkpoint with the best score. */
  readonly best: string;
  /** The checkpoint of the last epoch. */
  readonly last: string;
  /** The state to resume from. */
  readonly state: string;
}

/** Returns the paths of a run's files. */
export function runFiles(folder: string): RunFiles {
  return { best: join(folder, best), last: join(folder, last), state: join(folder, state) };
}

/** The use of a folder that may hold a run. */
export interface RunFolderUse {
  /** Continues the run in the folder. */
  readonly resume?: boolean;
  /** Replaces the run in the folder. */
  readonly overwrite?: boolean;
}

/**
 * Makes, tries and locks the folder of a run, and removes the temporary files of killed runs.
 *
 * @returns a function that unlocks the folder
 * @throws {FileError} when the folder cannot be written, another run writes into it, or it holds a run that would be
 *   overwritten
 */
export function openRunFolder(folder: string, use: RunFolderUse): () => void {
  requireWritableFolder(folder);
  const unlock = lockFolder(folder);
  try {
    removeLeftovers(folder, [best, last, state, ...logs, "run.lock", "run.lock.stale", "probe"]);
    refuseOverwriting(folder, use);
    return unlock;
  } catch (error) {
    unlock();
    throw fileErrorOf(error, folder);
  }
}

/** Removes the files of a run. */
export function clearRun(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const known = [best, last, state, ...logs].includes(name) || name.startsWith("events.out.tfevents.");
      if (known) rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    throw fileErrorOf(error, folder);
  }
}

function refuseOverwriting(folder: string, { resume, overwrite }: RunFolderUse): void {
  if (overwrite || (resume && existsSync(join(folder, state)))) return;
  const found = [best, last, state].filter((name) => existsSync(join(folder, name)));
  if (found.length === 0) return;
  const goOn = found.includes(state) ? "continue it with resume (--resume), " : "";
  throw new FileError(
    `${folder}: expected a folder without ${resume ? "checkpoints, as it has no state to resume" : "a run"}, found ${found.join(", ")}; ${goOn}replace it with overwrite (--overwrite), or choose another folder.`,
    folder,
  );
}
