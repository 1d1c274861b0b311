// The Python package by which papermill writes parameters in TypeScript.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InstallError, type KernelspecPlace, pythonOf } from "./place.js";

/** Folder of the Python package, which pip can install. The build copies it from `python/papermill`. */
const source = fileURLToPath(new URL("../papermill", import.meta.url));

/**
 * Installs the package by which papermill writes parameters in TypeScript, into the Python environment of a Jupyter. It
 * needs no network.
 * @returns the folder of its sources
 * @throws {InstallError} when there is no Python with pip, or pip fails
 * @example
 * import { InstallError, installPapermillTranslator } from "typescript-lab/install";
 *
 * try {
 *   installPapermillTranslator({ prefix: "environment" });
 * } catch (error) {
 *   if (error instanceof InstallError) console.log(error.message);
 * }
 */
export function installPapermillTranslator(place: KernelspecPlace = {}): string {
  const python = pythonOf(place);
  const options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--force-reinstall"];
  try {
    execFileSync(python, ["-m", "pip", "install", ...options, source], {
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    const found = code ?? stderr?.trim().split("\n").at(-1) ?? "an error";
    throw new InstallError(
      `--papermill: expected a Python with pip at ${python}, found ${found}; install ${source} by another program, such as uv pip install.`,
    );
  }
  return source;
}
