// The place of a kernelspec: a Jupyter's folder of kernels, and the Python beside it.
import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { TypeScriptLabError } from "../host/errors.js";

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

/** Returns the folder of the kernelspec with this name. */
export function kernelFolder({ prefix, sysPrefix }: KernelspecPlace, name: string): string {
  if (prefix !== undefined) return join(resolve(prefix), "share", "jupyter", "kernels", name);
  if (sysPrefix) return join(pythonPrefix(), "share", "jupyter", "kernels", name);
  return join(userDataFolder(), "kernels", name);
}

/** Returns the Python of the Jupyter: that of the prefix, or else `python3`. */
export function pythonOf({ prefix }: KernelspecPlace): string {
  if (prefix === undefined) return "python3";
  return process.platform === "win32" ? join(prefix, "Scripts", "python.exe") : join(prefix, "bin", "python");
}

/**
 * Changes the folder of a kernelspec.
 * @throws {InstallError} when it cannot be written
 */
export function change(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InstallError(
      `${folder}: expected a folder that can be written, found ${code ?? message}; name another place by --prefix.`,
    );
  }
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
