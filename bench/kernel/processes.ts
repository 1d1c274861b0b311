// Memory and processor time of a kernel with its child processes, from /proc. Other systems than Linux have no figures.
import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of a process, in MB. */
export interface Memory {
  readonly resident: number;
  /** Part of it that is in files: the program and its libraries. Processes share it. */
  readonly files: number;
}

/** Returns the ids of the child processes of a process. */
export function childrenOf(id: number): number[] {
  return threadsOf(id).flatMap((thread) =>
    (read(`/proc/${id}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
  );
}

/** Returns the memory of a process without its children, or undefined if the system does not show it. */
export function memoryOf(id: number): Memory | undefined {
  const map = read(`/proc/${id}/smaps_rollup`);
  if (map === undefined) return undefined;
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(map)?.[1] ?? 0) / 1024;
  return { resident: field("Rss"), files: field("Rss") - field("Anonymous") };
}

/** Returns the resident memory of a process and its children, in MB. */
export function memoryOfAll(id: number): number | undefined {
  const own = memoryOf(id);
  return own && childrenOf(id).reduce((sum, child) => sum + (memoryOfAll(child) ?? 0), own.resident);
}

/** Returns the processor time of a process and its children until now, in ms. */
export function processorTime(id: number): number | undefined {
  const threads = threadsOf(id).map((thread) => read(`/proc/${id}/task/${thread}/schedstat`));
  if (threads.length === 0 || threads[0] === undefined) return undefined;
  const own = threads.reduce((sum, text) => sum + Number(text?.split(" ")[0] ?? 0), 0) / 1e6;
  return childrenOf(id).reduce((sum, child) => sum + (processorTime(child) ?? 0), own);
}

function threadsOf(id: number): string[] {
  try {
    return readdirSync(`/proc/${id}/task`);
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
