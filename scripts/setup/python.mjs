// Finds a Python that can make virtual environments, and makes the project's own in .venv.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { capture, quiet, root } from "./command.mjs";
import { SetupError } from "./report.mjs";

const windows = process.platform === "win32";

/** Folder of the project's environment. */
export const venv = join(root, ".venv");
/** Path of a program in the project's environment. */
export const venvProgram = (name) => join(venv, windows ? "Scripts" : "bin", windows ? `${name}.exe` : name);

/**
 * Finds the first Python of at least 3.10 among AMFMN_PYTHON, python3 and python.
 * @throws {SetupError} when none of them is
 */
export async function findPython() {
  const candidates = [process.env.AMFMN_PYTHON, "python3", "python"].filter(Boolean);
  const found = [];
  for (const program of candidates) {
    const { code, output } = await capture(program, [
      "-c",
      "import sys; print('%d.%d' % sys.version_info[:2])",
    ]);
    if (code !== 0) continue;
    const version = output.trim();
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor >= 10) return { program, version };
    found.push(`${program} ${version}`);
  }
  throw new SetupError(
    `Python: expected 3.10 or newer for JupyterLab, found ${found.join(", ") || "none"}; install it (on Debian and Ubuntu: sudo apt install python3 python3-venv), or name one in AMFMN_PYTHON.`,
  );
}

/**
 * Replaces .venv by a new environment with the packages of a requirements file.
 * @throws {SetupError} when the Python has no module venv, or pip fails
 */
export async function makeVenv(python, requirements) {
  const { code } = await capture(python.program, ["-c", "import venv, ensurepip"]);
  if (code !== 0) {
    throw new SetupError(
      `${python.program} ${python.version}: expected the module venv, found none; install it (on Debian and Ubuntu: sudo apt install python3-venv), or name another Python in AMFMN_PYTHON.`,
    );
  }
  rmSync(venv, { recursive: true, force: true });
  await quiet(python.program, ["-m", "venv", venv], "Making the private Python environment");
  await pipInstall(requirements);
}

/** Installs a requirements file into .venv. */
export async function pipInstall(requirements, ...options) {
  if (!existsSync(venvProgram("python")))
    throw new SetupError(".venv: expected a Python environment, found none; run npm run setup.");
  const args = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    ...options,
    "-r",
    requirements,
  ];
  await quiet(venvProgram("python"), args, "Installing the Python packages");
}
