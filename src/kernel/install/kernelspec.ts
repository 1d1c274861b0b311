// The kernel's kernelspec, which is a folder with kernel.json and logos.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFoldersVariable } from "../modules/packageFolders.js";
import { change, type KernelspecPlace, kernelFolder } from "./place.js";

/** The content of the kernelspec. */
export interface KernelspecOptions {
  /**
   * Folders whose packages a cell may import when the notebook's own folder does not have them. The package at such
   * a folder can be imported by its name, too. Default: none.
   */
  readonly packageFolders?: readonly string[];
}

const name = "typescript-lab";

/**
 * Adds the kernel to a Jupyter, in place of an earlier installation.
 * @returns the folder of the kernelspec
 * @throws {InstallError} when the folder cannot be written
 * @example
 * import { installKernelspec, uninstallKernelspec } from "typescript-lab/install";
 *
 * console.log(installKernelspec({ prefix: "environment" }));
 * uninstallKernelspec({ prefix: "environment" });
 */
export function installKernelspec(place: KernelspecPlace = {}, options: KernelspecOptions = {}): string {
  const folder = kernelFolder(place, name);
  writeKernelspec(folder, options, { display_name: "TypeScript", language: "typescript" });
  return folder;
}

/**
 * Removes the kernel from a Jupyter. Does nothing when it is not installed there.
 * @returns the folder that the kernelspec was in
 * @throws {InstallError} when the folder cannot be removed
 * @example
 * import { uninstallKernelspec } from "typescript-lab/install";
 *
 * uninstallKernelspec({ prefix: "environment" });
 */
export function uninstallKernelspec(place: KernelspecPlace = {}): string {
  const folder = kernelFolder(place, name);
  change(folder, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Properties of kernel.json that differ between the names of the kernel. */
export interface KernelNames {
  readonly display_name: string;
  readonly language: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Writes kernel.json and the logos into a folder. */
export function writeKernelspec(
  folder: string,
  { packageFolders = [] }: KernelspecOptions,
  { display_name, language, env, metadata }: KernelNames,
): void {
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const variables = {
    ...(packageFolders.length > 0 && {
      [packageFoldersVariable]: packageFolders.map((one) => resolve(one)).join(delimiter),
    }),
    ...env,
  };
  const kernel = {
    // The flag lets an import in a cell resolve from the notebook's folder.
    argv: [
      process.execPath,
      "--experimental-import-meta-resolve",
      "--no-warnings",
      main,
      "{connection_file}",
    ],
    display_name,
    language,
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    ...(Object.keys(variables).length > 0 && { env: variables }),
    metadata: { debugger: true, ...metadata },
  };
  const logos = fileURLToPath(new URL("./logo/", import.meta.url));
  change(folder, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernel, null, 2)}\n`);
    for (const logo of readdirSync(logos)) copyFileSync(join(logos, logo), join(folder, logo));
  });
}
