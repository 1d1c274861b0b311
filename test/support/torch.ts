// PyTorch on the CPU, the independent implementation that layers and losses are compared with.
import assert from "node:assert/strict";
import { run } from "./venv.js";

const interpreter = process.env.AMFMN_TORCH_PYTHON;

/** Why tests against PyTorch cannot run here, or false when they can. */
export const noTorch = interpreter ? false : "PyTorch is not here; name its Python in AMFMN_TORCH_PYTHON";

/**
 * Runs a Python script with PyTorch (or, with `-c`, lines of Python) and gives what it printed; where it fails, the
 * test fails with that.
 */
export async function runTorch(script: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(interpreter!, [script, ...args]);
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}
