// Runs a notebook headless with nbclient, on the project's kernel.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../setup/command.mjs";
import { venvProgram } from "../../setup/python.mjs";
import { readNotebook } from "../notebook.mjs";

/** A cell of a lesson threw. The message has the cell's first line and the traceback. */
export class CellError extends Error {
  name = "CellError";
}

/**
 * Runs a notebook from top to bottom in its own folder, as JupyterLab does.
 *
 * @param path the notebook
 * @param target the file to write with the outputs, also when a cell fails
 * @param options `length`: share of the training to run, `onCell`: called with (cell, cells) before each cell
 * @returns seconds from the kernel's start to its end
 * @throws {CellError} at the first cell that fails
 */
export async function execute(path, target, { length, onCell } = {}) {
  mkdirSync(dirname(target), { recursive: true });
  const begun = performance.now();
  const env = { ...process.env, ...(length !== undefined && { AMFMN_LESSON_LENGTH: String(length) }) };
  const script = join(root, "scripts", "lessons", "run", "execute.py");
  const child = spawn(venvProgram("python"), [script, path, target, dirname(path)], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += chunk));
  const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  let failure;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.event === "start") onCell?.(message.cell, message.cells);
    if (message.event === "error") failure = message;
  }
  const code = await ended;
  if (failure) {
    const [first] = readNotebook(path).cells[failure.cell].source.split("\n");
    throw new CellError(
      `cell ${failure.cell} (${first.slice(0, 60)}) failed:\n${failure.traceback.trimEnd()}`,
    );
  }
  if (code !== 0) throw new CellError(`nbclient ended with exit status ${code}:\n${complaints.trim()}`);
  return (performance.now() - begun) / 1000;
}
