// The entry `typescript-lab/install`: adds the kernel to a Jupyter as a kernelspec, which is a folder with kernel.json
// and logos.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFoldersVariable } from "../execution/packageFolders.js";
import { TypeScriptLabError } from "../host/errors.js";

export { TypeScriptLabError };

/**
 * The kernelspec cannot be written or removed at a place.
 * @example
 * import { InstallError, installKernelspec } from "typescript-lab/install";
 *
 * try {
 *   installKernelspec({ prefix: "port_1.png" });
 * } catch (error) {
 *   if (error instanceof InstallError) console.log(error.message);
 * }
 */
export class InstallError extends TypeScriptLabError {
  override name = "InstallError";
}

/** The Jupyter that gets the kernel. Without any option it is the one of the current user. */
export interface KernelspecPlace {
  /** Folder that has `share/jupyter`, such as a virtual environment. */
  readonly prefix?: string;
  /** Use the Python environment of the program `python3`. Default: false. */
  readonly sysPrefix?: boolean;
}

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
export function installKernelspec(
  place: KernelspecPlace = {},
  { packageFolders = [] }: KernelspecOptions = {},
): string {
  const folder = kernelFolder(place);
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const kernel = {
    // The flag lets an import in a cell resolve from the notebook's folder.
    argv: [
      process.execPath,
      "--experimental-import-meta-resolve",
      "--no-warnings",
      main,
      "{connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.4",
    ...(packageFolders.length > 0 && {
      env: { [packageFoldersVariable]: packageFolders.map((one) => resolve(one)).join(delimiter) },
    }),
    metadata: { debugger: true },
  };
  const logos = fileURLToPath(new URL("./logo/", import.meta.url));
  change(folder, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernel, null, 2)}\n`);
    for (const logo of readdirSync(logos)) copyFileSync(join(logos, logo), join(folder, logo));
  });
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
  const folder = kernelFolder(place);
  change(folder, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function change(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InstallError(
      `${folder}: expected a folder that can be written, found ${code ?? message}; name another place by --prefix.`,
    );
  }
}

function kernelFolder({ prefix, sysPrefix }: KernelspecPlace): string {
  if (prefix !== undefined) return join(resolve(prefix), "share", "jupyter", "kernels", name);
  if (sysPrefix) return join(pythonPrefix(), "share", "jupyter", "kernels", name);
  return join(userDataFolder(), "kernels", name);
}

function pythonPrefix(): string {
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    throw new InstallError(
      "--sys-prefix: expected a program python3 that runs, found none; activate a Python environment or use --prefix.",
    );
  }
}

/** Returns the data folder of the user by the rules of jupyter_core. */
function userDataFolder(): string {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(process.env.APPDATA || homedir(), "jupyter");
  return join(process.env.XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}
