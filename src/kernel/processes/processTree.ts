// Finds and ends the processes below this one.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

interface ProcessEntry {
  readonly id: number;
  readonly parent: number;
  readonly group: number;
}

/** Time that processes have to end after a signal, in ms. */
const patience = 500;

/**
 * Ends processes: by a signal, and after half a second by SIGKILL.
 * @returns when none of them runs
 */
export async function endProcesses(ids: readonly number[], signal: "SIGINT" | "SIGTERM"): Promise<void> {
  send(ids, signal);
  const end = performance.now() + patience;
  let left = alive(ids);
  while (left.length > 0 && performance.now() < end) {
    await setTimeout(10);
    left = alive(left);
  }
  send(left, "SIGKILL");
}

/** Returns the children of this process and the processes below them, without some children. */
export function descendantsWithout(others: readonly number[]): number[] {
  const all = processes();
  const children = all.filter(({ id, parent }) => parent === process.pid && !others.includes(id));
  return children.flatMap(({ id }) => [id, ...below(id, all)]);
}

/** Returns the processes below this one in its own group. A detached process has another one, and outlives the kernel. */
export function ownDescendants(): number[] {
  const all = processes();
  const own = all.find(({ id }) => id === process.pid)?.group;
  const groups = new Map(all.map(({ id, group }) => [id, group]));
  return below(process.pid, all).filter((id) => groups.get(id) === own);
}

function below(of: number, all: readonly ProcessEntry[]): number[] {
  const children = all.filter(({ parent }) => parent === of).map(({ id }) => id);
  return [...children, ...children.flatMap((child) => below(child, all))];
}

function send(ids: readonly number[], signal: NodeJS.Signals): void {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch {
      // The process has ended.
    }
  }
}

function alive(ids: readonly number[]): number[] {
  const running = new Set(processes().map(({ id }) => id));
  return ids.filter((id) => running.has(id));
}

function processes(): ProcessEntry[] {
  return existsSync("/proc/self/stat") ? procfs() : listed();
}

function procfs(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // pid (program) state parent group …
        const match = /\) (\S) (\d+) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8"));
        return match && match[1] !== "Z" ? entry(name, match[2]!, match[3]!) : [];
      } catch {
        return [];
      }
    });
}

/** Asks the program `ps`, as on macOS. */
function listed(): ProcessEntry[] {
  try {
    const text = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="], { encoding: "utf8" });
    return text
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([id, parent, group, state]) => (state?.startsWith("Z") ? [] : entry(id!, parent!, group!)));
  } catch {
    return [];
  }
}

function entry(id: string, parent: string, group: string): ProcessEntry {
  return { id: Number(id), parent: Number(parent), group: Number(group) };
}
