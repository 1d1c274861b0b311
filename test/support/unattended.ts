// Runs notebooks without a front end: by nbclient, and by nbconvert, whose exit status counts. Both start the kernel of
// this checkout.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { ourKernel } from "./kernelClient.js";
import { python, run } from "./venv.js";

/** An output of a cell in the form of nbformat 4. */
export interface SavedOutput {
  output_type: string;
  name?: string;
  text?: string;
  data?: Record<string, string>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** Name of the error that ended the run, and the outputs of each cell. */
export interface RunNotebook {
  readonly error: string | null;
  readonly outputs: SavedOutput[][];
}

const folder = mkdtempSync(join(tmpdir(), "unattended-"));
const spec = join(folder, "kernels", "typescript-lab");
mkdirSync(spec, { recursive: true });
writeFileSync(
  join(spec, "kernel.json"),
  JSON.stringify({
    argv: ourKernel,
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
  }),
);
const env = { ...process.env, JUPYTER_PATH: folder };
after(() => rmSync(folder, { recursive: true }));

/** Runs notebooks by nbclient. Each is a list of cells. */
export function runNotebooks(notebooks: string[][]): Promise<RunNotebook[]> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("run_notebooks.py", import.meta.url));
    const results = join(mkdtempSync(join(folder, "results-")), "results.json");
    const child = spawn(python, [script, results], { env, stdio: ["pipe", "ignore", "inherit"] });
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(readFileSync(results, "utf8")) as RunNotebook[]);
      else reject(new Error(`run_notebooks.py ended with ${code}`));
    });
    child.stdin.end(JSON.stringify(notebooks));
  });
}

/** Runs a notebook by `jupyter nbconvert --execute`. The outputs are missing when it fails. */
export async function convert(
  cells: string[],
  args: string[] = [],
): Promise<{ code: number; stderr: string; outputs?: SavedOutput[][] }> {
  const file = join(mkdtempSync(join(folder, "notebook-")), "notebook.ipynb");
  const [executed, kernelspec] = [file.replace(".ipynb", ".nbconvert.ipynb"), { name: "typescript-lab" }];
  const notebook = {
    cells: cells.map((source, i) => ({
      ...{ cell_type: "code", id: `cell-${i}`, metadata: {}, outputs: [], execution_count: null, source },
    })),
    metadata: { kernelspec: { ...kernelspec, display_name: "TypeScript", language: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(file, JSON.stringify(notebook));
  const { code, stderr } = await run(
    python,
    ["-m", "nbconvert", "--to", "notebook", "--execute", ...args, file],
    { env },
  );
  if (code !== 0) return { code, stderr };
  const { cells: saved } = JSON.parse(readFileSync(executed, "utf8")) as {
    cells: { outputs: SavedOutput[] }[];
  };
  return { code, stderr, outputs: saved.map(({ outputs }) => outputs) };
}
