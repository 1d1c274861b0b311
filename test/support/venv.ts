// The project's own Jupyter in .venv, which `npm test` sets up.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
/** Main module of the built kernel. */
export const kernelMain = `${root}src/kernel/dist/main.js`;
export const python = `${root}.venv/bin/python`;

/** Reason to skip tests of Jupyter, or false. */
export const noJupyter =
  existsSync(`${root}.venv/share/jupyter/kernels/typescript-lab`) && existsSync(kernelMain)
    ? false
    : "Jupyter with the TypeScript kernel is not set up: run npm run setup";

/** Runs a program and returns its output and its exit status. */
export function run(
  program: string,
  args: string[],
  options: { cwd?: string; timeout?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const settings = { cwd: root, maxBuffer: 64 * 1024 * 1024, ...options };
    execFile(program, args, settings, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
