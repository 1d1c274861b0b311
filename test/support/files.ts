// Files that tests read: the files below a folder, and the real data if it is present.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./venv.js";

/** Returns every file below a folder, sorted. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesOf(path) : [path];
    });
}

/** Returns the path of a file of the real data, and the reason to skip a test if it is missing. */
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
