// Folders with packages that cells may import when the notebook's folder does not have them.

import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";

/** Environment variable with a list of folders, separated as in PATH. The kernelspec sets it. */
export const packageFoldersVariable = "TYPESCRIPT_LAB_PACKAGES";

/** Folder of this package. */
const own = dirname(createRequire(import.meta.url).resolve("typescript-lab/package.json"));

/** Returns the folders in the order in which a package is looked up: those of the environment, then this package. */
export function packageFolders(): string[] {
  const named = (process.env[packageFoldersVariable] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "");
  return [...named, own];
}
