// Exports a notebook as one HTML file that shows widgets and figures without a kernel and without a network.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WidgetError } from "typescript-lab/widget";
import { selfContained } from "./selfContained.js";

/** Options of {@link exportHtml}. */
export interface ExportOptions {
  /** The `jupyter` that runs nbconvert. Default the project's own, else the first on the PATH. */
  readonly jupyter?: string;
  /** Leaves the code out. Default false. */
  readonly hideCode?: boolean;
}

const ownJupyter = fileURLToPath(new URL("../../../.venv/bin/jupyter", import.meta.url));
const largest = 1024 ** 3; // bytes of a page

/**
 * Returns the HTML of a notebook. Widgets appear with the state that the notebook stores: run it with
 * `jupyter execute`, or save it in JupyterLab with "Save Widget State Automatically" on.
 * @throws {WidgetError} when the notebook is missing, or nbconvert is missing or fails
 * @example
 * import { writeFile } from "node:fs/promises";
 * const publish = async (notebook: string) =>
 *   writeFile("page.html", await exportHtml(notebook, { hideCode: true }));
 */
export async function exportHtml(notebook: string, options: ExportOptions = {}): Promise<string> {
  const file = resolve(notebook);
  if (!existsSync(file))
    throw new WidgetError(`${notebook}: expected a notebook, found no file; name an existing .ipynb.`);
  const jupyter = options.jupyter ?? (existsSync(ownJupyter) ? ownJupyter : "jupyter");
  const args = ["nbconvert", "--to", "html", "--stdout", "--log-level", "ERROR"];
  if (options.hideCode) args.push("--no-input");
  try {
    const { stdout } = await promisify(execFile)(jupyter, [...args, file], { maxBuffer: largest });
    return selfContained(stdout);
  } catch (error) {
    const { code, stderr = "", message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === "ENOENT")
      throw new WidgetError(
        `${jupyter}: expected a Jupyter with nbconvert, found no such program; run npm run setup, or install Jupyter.`,
      );
    const reason = stderr.trim().split("\n").at(-1) || message;
    throw new WidgetError(
      `${notebook}: expected a notebook that nbconvert exports, found "${reason}"; open and save it in JupyterLab.`,
    );
  }
}
