// Files that tests read: those below a folder, and the shared data where it is at hand.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./venv.js";

/** Every file below a folder, sorted. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesOf(path) : [path];
    });
}

/** A file of the real data, and the reason to skip a test where it is not there. */
export function shared(name: string): { path: string; missing: string | false } {
  const folder = process.env.AMFMN_SHARED ?? join(root, "..", "shared");
  const path = join(folder, name);
  return {
    path,
    missing: existsSync(path)
      ? false
      : `the real data is not here (${name}); name its folder in AMFMN_SHARED`,
  };
}
