// A lock file, so that two processes do not write into one folder. It names the process, its start and its machine, so
// that the lock of a process that was killed is recognized, also when another process has the same number.
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { FileError } from "../errors.js";
import { isObject } from "../isObject.js";
import { fileErrorOf } from "./fileError.js";
import { temporaryName } from "./output.js";

/** Name of the lock file. */
export const lockName = "run.lock";

/** The process that holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start of the machine and number space of its processes. Empty on systems without `/proc`. */
  readonly space: string;
  /** Start of the process in ticks after the start of the machine. Empty on systems without `/proc`. */
  readonly started: string;
  /** Time of the lock in ISO 8601, for people. */
  readonly since: string;
}

/** Locks of this process, which are removed when it exits. */
const held = new Set<string>();
process.on("exit", () => {
  for (const file of held) rmSync(file, { force: true });
});

/**
 * Locks a folder for this process.
 *
 * @returns a function that unlocks it
 * @throws {FileError} that names the process when another one holds the lock, or the same one holds it already
 * @example
 * const unlock = lockFolder("runs");
 * unlock();
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, lockName);
  const content = JSON.stringify(thisProcess());
  for (let tries = 0; !create(file, content); tries++) {
    const found = read(file);
    if (found === undefined) continue;
    const holder = parsed(found);
    if (tries > 9 || (holder && isAlive(holder))) throw inUse(folder, file, holder);
    removeStale(file, found);
  }
  held.add(file);
  return () => {
    held.delete(file);
    if (read(file) === content) rmSync(file, { force: true });
  };
}

function inUse(folder: string, file: string, holder: Holder | undefined): FileError {
  const who = holder
    ? `the run of process ${holder.pid} on ${holder.host} since ${holder.since}`
    : "another run";
  return new FileError(
    `${folder}: expected a folder that no other run writes into, found ${who}; wait for its end or choose another folder (if that process is gone, remove ${file}).`,
    folder,
  );
}

/** Creates a lock with its content at once. A link fails when the file exists. @returns false when it exists */
function create(file: string, content: string): boolean {
  const temporary = temporaryName(file);
  try {
    writeFileSync(temporary, content);
    try {
      linkSync(temporary, file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return false;
      // The file system has no hard links.
      writeFileSync(file, content, { flag: "wx" });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fileErrorOf(error, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Removes a stale lock. Another process may have replaced it since it was read, and then gets its lock back. */
function removeStale(file: string, content: string): void {
  const taken = temporaryName(`${file}.stale`);
  try {
    renameSync(file, taken);
    if (read(taken) !== content) linkSync(taken, file);
  } catch {
    // Another process removed it first.
  } finally {
    rmSync(taken, { force: true });
  }
}

function parsed(content: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) && typeof value.pid === "number" ? (value as unknown as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function thisProcess(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    space: processSpace(),
    started: startOf(process.pid) ?? "",
    since: new Date().toISOString(),
  };
}

/** Reports whether a holder may still run. A process of another machine is assumed to run. */
function isAlive({ pid, host, space, started }: Holder): boolean {
  if (host !== hostname()) return true;
  const here = processSpace();
  if (space !== here) return bootOf(space) === bootOf(here);
  const now = startOf(pid);
  if (now !== undefined) return now === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Returns the start of the machine and the number space of processes, which each container has for itself. */
function processSpace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

const bootOf = (space: string) => space.split(" ")[0];

/** Returns the start of a process, or `ended` (fields 22 and 3 of proc(5)); undefined when it cannot be read. */
function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[0] === "Z" ? "ended" : fields?.[19];
}
