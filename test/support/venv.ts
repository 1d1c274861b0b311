// The private Jupyter of the project, as `npm test` sets it up, and what tests that need it are skipped with.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
/** Main module of the built kernel. */
export const kernelMain = `${root}src/kernel/dist/main.js`;
export const python = `${root}.venv/bin/python`;

/** Why tests of Jupyter cannot run here, or false when they can. */
export const noJupyter =
  existsSync(`${root}.venv/share/jupyter/kernels/typescript-lab`) && existsSync(kernelMain)
    ? false
    : "Jupyter with the TypeScript kernel is not set up: run npm run setup";

/** Runs a program and resolves to what it printed and its exit status. */
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
