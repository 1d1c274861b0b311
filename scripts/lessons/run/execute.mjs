// Runs notebooks headless with nbclient, on the project's kernel.
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

/** One Python process with nbclient that runs any number of notebooks, each on a kernel of its own. */
export class NotebookRunner {
  /** @param length share of the training to run; AMFMN_LESSON_LENGTH by default */
  constructor(length) {
    // Stored outputs are without colors, so that the diff of a notebook can be read.
    const env = {
      ...process.env,
      NO_COLOR: "1",
      ...(length !== undefined && { AMFMN_LESSON_LENGTH: String(length) }),
    };
    const script = join(root, "scripts", "lessons", "run", "execute.py");
    this.child = spawn(venvProgram("python"), [script], { env });
    this.complaints = "";
    this.child.stdin.on("error", () => {}); // the process ended, which execute reports
    this.child.stderr.on("data", (chunk) => (this.complaints += chunk));
    this.ended = new Promise((resolve, reject) => this.child.on("error", reject).on("close", resolve));
    this.ended.catch(() => {}); // reported by execute
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Runs a notebook from top to bottom in its own folder, as JupyterLab does.
   *
   * @param path the notebook
   * @param target the file to write with the outputs, also when a cell fails
   * @param onCell called with (cell, cells) before each cell
   * @returns seconds from the kernel's start to its end
   * @throws {CellError} at the first cell that fails
   */
  async execute(path, target, onCell) {
    mkdirSync(dirname(target), { recursive: true });
    const begun = performance.now();
    this.child.stdin.write(`${JSON.stringify({ source: path, target, folder: dirname(path) })}\n`);
    let failure;
    for (let message = await this.next(); message.event !== "written"; message = await this.next()) {
      if (message.event === "start") onCell?.(message.cell, message.cells);
      if (message.event === "error") failure = message;
    }
    if (failure) {
      const [first] = readNotebook(path).cells[failure.cell].source.split("\n");
      throw new CellError(
        `cell ${failure.cell} (${first.slice(0, 60)}) failed:\n${failure.traceback.trimEnd()}`,
      );
    }
    return (performance.now() - begun) / 1000;
  }

  /** Ends the Python process. */
  async close() {
    this.child.stdin.end();
    await this.ended;
  }

  async next() {
    const { value, done } = await this.lines.next();
    if (!done) return JSON.parse(value);
    throw new CellError(`nbclient ended with exit status ${await this.ended}:\n${this.complaints.trim()}`);
  }
}
