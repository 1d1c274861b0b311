// A notebook as one HTML file that shows its widgets and figures with no kernel and no network.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WidgetError } from "../../kernel/widget/host.js";
import { selfContained } from "./selfContained.js";

export interface ExportOptions {
  /** The `jupyter` to run nbconvert with; by default the project's own, or the first on the PATH. */
  readonly jupyter?: string;
  /** Leave the code out and keep text and outputs. */
  readonly hideCode?: boolean;
}

const ownJupyter = fileURLToPath(new URL("../../../.venv/bin/jupyter", import.meta.url));
const largest = 1024 ** 3; // bytes of a page

/**
 * The page's text. Widgets are shown with the state that was saved in the notebook: run it with
 * `jupyter execute`, or save it in JupyterLab with "Save Widget State Automatically" on.
 * @throws {WidgetError} when the notebook is missing or nbconvert cannot be run or refuses it
 */
export async function exportHtml(notebook: string, options: ExportOptions = {}): Promise<string> {
  const file = resolve(notebook);
  if (!existsSync(file))
    throw new WidgetError(`${notebook}: there is no such notebook; name an existing .ipynb.`);
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
        `${jupyter}: nbconvert cannot be run; npm run setup installs it, or install Jupyter.`,
      );
    const reason = stderr.trim().split("\n").at(-1) || message;
    throw new WidgetError(`${notebook}: nbconvert could not export it: ${reason}`);
  }
}
