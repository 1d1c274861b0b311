// Processor time of this process and of all its ended descendants, as Linux counts it.
import { readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** Returns user and system seconds, or undefined where /proc is missing. */
export function processorSeconds() {
  let stat;
  try {
    stat = readFileSync("/proc/self/stat", "utf8");
  } catch {
    return undefined;
  }
  // Fields 14 to 17 of proc(5): utime, stime, cutime, cstime. The second field, a name in parentheses, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}
