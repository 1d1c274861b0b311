// Kernelspecs under the names of tslab's kernels, so that its notebooks open on this kernel.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type KernelNames, type KernelspecOptions, writeKernelspec } from "./kernelspec.js";
import { change, InstallError, type KernelspecPlace, kernelFolder } from "./place.js";

/** Options of `installTslabKernelspecs`. */
export interface TslabOptions extends KernelspecOptions {
  /** Replace the kernelspecs of tslab itself. Default: false. */
  readonly force?: boolean;
}

/** Marks a kernelspec as one of this package. */
const mark = "typescript-lab";
const specs: Readonly<Record<string, KernelNames>> = {
  tslab: {
    display_name: "TypeScript (as tslab)",
    language: "typescript",
    env: { TYPESCRIPT_LAB_DIALECT: "tslab" },
    metadata: { [mark]: true },
  },
  // JavaScript has no types that a check could hold against it.
  jslab: {
    display_name: "JavaScript (as jslab)",
    language: "javascript",
    env: { TYPESCRIPT_LAB_DIALECT: "tslab", TYPESCRIPT_LAB_CHECK: "off" },
    metadata: { [mark]: true },
  },
};

/**
 * Adds the kernel to a Jupyter under the names `tslab` and `jslab`, which are in the notebooks of tslab.
 * @returns the folders of the kernelspecs
 * @throws {InstallError} when tslab itself is installed there and `force` is not set, or a folder cannot be written
 * @example
 * import { installTslabKernelspecs, uninstallTslabKernelspecs } from "typescript-lab/install";
 *
 * console.log(installTslabKernelspecs({ prefix: "environment" }));
 * uninstallTslabKernelspecs({ prefix: "environment" });
 */
export function installTslabKernelspecs(
  place: KernelspecPlace = {},
  { force = false, ...options }: TslabOptions = {},
): string[] {
  const folders = foldersIn(place);
  const foreign = folders.find(([, folder]) => existsSync(folder) && !isOurs(folder));
  if (foreign && !force) {
    const [name, folder] = foreign;
    throw new InstallError(
      `${folder}: expected no kernel named ${name}, found one that is not of typescript-lab; replace it by --force, or remove it by jupyter kernelspec remove ${name}.`,
    );
  }
  for (const [name, folder] of folders) writeKernelspec(folder, options, specs[name]!);
  return folders.map(([, folder]) => folder);
}

/**
 * Removes the kernelspecs that `installTslabKernelspecs` wrote. Those of tslab itself stay.
 * @returns the folders that were removed
 * @throws {InstallError} when a folder cannot be removed
 * @example
 * import { uninstallTslabKernelspecs } from "typescript-lab/install";
 *
 * uninstallTslabKernelspecs({ prefix: "environment" });
 */
export function uninstallTslabKernelspecs(place: KernelspecPlace = {}): string[] {
  const ours = foldersIn(place)
    .map(([, folder]) => folder)
    .filter(isOurs);
  for (const folder of ours) change(folder, () => rmSync(folder, { recursive: true, force: true }));
  return ours;
}

function foldersIn(place: KernelspecPlace): [name: string, folder: string][] {
  return Object.keys(specs).map((name) => [name, kernelFolder(place, name)]);
}

function isOurs(folder: string): boolean {
  try {
    const { metadata } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
      metadata?: Record<string, unknown>;
    };
    return metadata?.[mark] === true;
  } catch {
    return false;
  }
}
