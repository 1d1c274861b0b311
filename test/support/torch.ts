// PyTorch on the CPU: the independent implementation for the parity tests.
import assert from "node:assert/strict";
import { PythonProcess } from "./python/process.js";
import { root } from "./venv.js";

const interpreter = process.env.AMFMN_TORCH_PYTHON;

/** Reason to skip tests against PyTorch, or false. */
export const noTorch = interpreter ? false : "PyTorch is not here; name its Python in AMFMN_TORCH_PYTHON";

const python = interpreter
  ? new PythonProcess(interpreter, `${root}test/support/python/serve.py`)
  : undefined;

/**
 * Runs a Python script with PyTorch (or, with `-c`, lines of Python) and returns what it printed. All scripts of a test
 * file run in one process, which imports PyTorch once. A script that fails fails the test with its traceback.
 */
export async function runTorch(script: string, args: readonly string[]): Promise<string> {
  const { printed, error } = await python!.ask<{ printed: string; error: string | null }>({ script, args });
  assert.equal(error, null, printed);
  return printed;
}
