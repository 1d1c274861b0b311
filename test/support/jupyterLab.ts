// JupyterLab and Notebook 7 in a real browser. Starts the project's Jupyter server on a free port, opens notebooks in
// copies of their folders, because a page saves its notebook, and runs their cells.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser.js";
import { root } from "./venv.js";

/** A notebook that is open in a page. */
export interface Lab {
  readonly page: Page;
  /** Copy of the notebook's folder. The page saves into it. */
  readonly folder: string;
  /** Ends the kernels of the folder's notebooks, and returns their number. */
  endKernels(): Promise<number>;
  /** Closes the page, ends the kernels and removes the folder. */
  close(): Promise<void>;
}

/** The two front ends of the server: the place where each opens a notebook. */
export const frontEnds = {
  lab: { name: "JupyterLab", path: "lab/tree" },
  notebook: { name: "Notebook 7", path: "notebooks" },
} as const;

export type FrontEnd = keyof typeof frontEnds;

const token = "test";

/** A Jupyter server with both front ends, and a Chromium. */
export class LabServer {
  private opened = 0;

  private constructor(
    private readonly url: string,
    private readonly process: ChildProcess,
    readonly browser: Browser,
    private readonly temporary: string,
  ) {}

  /** Starts both. */
  static async start(): Promise<LabServer> {
    const temporary = mkdtempSync(join(tmpdir(), "lab-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const settings = join(temporary, "settings");
    const workspaces = join(temporary, "workspaces");
    const notebooks = join(temporary, "notebooks");
    mkdirSync(notebooks);
    const config = join(temporary, "config");
    mkdirSync(join(config, "labconfig"), { recursive: true });
    // Without this setting a page asks for the state of the extensions, and the server starts npm to answer.
    writeFileSync(join(config, "labconfig", "page_config.json"), JSON.stringify({ buildCheck: false }));
    const options = [
      `--port=${port}`,
      `--IdentityProvider.token=${token}`,
      "--no-browser",
      "--allow-root",
      `--notebook-dir=${notebooks}`,
      ...["LabApp", "JupyterNotebookApp"].flatMap((app) => [
        `--${app}.expose_app_in_browser=True`,
        `--${app}.user_settings_dir=${settings}`,
        `--${app}.workspaces_dir=${workspaces}`,
      ]),
    ];
    const program = `${root}.venv/bin/jupyter-lab`;
    const child = spawn(program, options, {
      stdio: "ignore",
      detached: true,
      env: { ...process.env, JUPYTER_CONFIG_PATH: config },
    });
    let browser: Browser | undefined;
    try {
      [browser] = await Promise.all([openBrowser(), answers(`${url}/api?token=${token}`, child)]);
      return new LabServer(url, child, browser, temporary);
    } catch (error) {
      await end(child, browser, temporary);
      throw error;
    }
  }

  /** Copies a folder and opens one of its notebooks in a new page. */
  async open(source: string, notebook: string, frontEnd: FrontEnd = "lab"): Promise<Lab> {
    const name = `${++this.opened}`;
    const folder = join(this.temporary, "notebooks", name);
    cpSync(source, folder, { recursive: true });
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const endKernels = () => this.endKernels(`${name}/`);
    const close = async () => {
      await page.context().close();
      await endKernels();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const address = `${this.url}/${frontEnds[frontEnd].path}/${name}/${notebook}`;
      await page.goto(`${address}?token=${token}&reset`);
      await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
      await kernelReady(page);
      return { page, folder, endKernels, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Ends the server, its kernels and Chromium. */
  async close(): Promise<void> {
    await end(this.process, this.browser, this.temporary);
  }

  /** Ends the kernels of the notebooks below a path, and returns their number. */
  private async endKernels(path: string): Promise<number> {
    const authorized = { headers: { authorization: `token ${token}` } };
    const address = `${this.url}/api/sessions`;
    const sessions = (await (await fetch(address, authorized)).json()) as { id: string; path: string }[];
    const below = sessions.filter((session) => session.path.startsWith(path));
    for (const { id } of below) await fetch(`${address}/${id}`, { method: "DELETE", ...authorized });
    return below.length;
  }
}

/** Opens a notebook of a folder, which is copied first, on a server of its own. */
export async function openInLab(folder: string, notebook: string, frontEnd: FrontEnd = "lab"): Promise<Lab> {
  const server = await LabServer.start();
  try {
    const lab = await server.open(folder, notebook, frontEnd);
    return { ...lab, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Waits until the notebook's kernel is connected and idle. */
export async function kernelReady(page: Page): Promise<void> {
  await page.waitForFunction(kernelConnected, undefined, { timeout: 60_000 });
}

/**
 * Returns, in the page, whether the notebook's kernel answers. The page's own indicator says idle before there is a
 * kernel, and the page drops cells that are run then.
 */
function kernelConnected(): boolean {
  const { jupyterapp } = window as unknown as {
    jupyterapp?: { shell: { currentWidget?: { sessionContext?: SessionContext } } };
  };
  const context = jupyterapp?.shell.currentWidget?.sessionContext;
  const kernel = context?.session?.kernel;
  return context?.isReady === true && kernel?.connectionStatus === "connected" && kernel.status === "idle";
}

interface SessionContext {
  isReady: boolean;
  session?: { kernel?: { connectionStatus: string; status: string } };
}

/** Runs a command of the front end and waits for its end. */
export async function execute(page: Page, id: string, options?: object): Promise<void> {
  await page.evaluate(
    async (command) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { commands: { execute(id: string, options?: object): Promise<unknown> } };
      };
      await jupyterapp.commands.execute(command.id, command.options);
    },
    { id, options },
  );
}

/** Runs all cells and waits until each has run. */
export async function runAll(page: Page, timeout: number): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByText("Run All Cells", { exact: true }).click();
  await page.waitForFunction(
    () => {
      const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map(
        (prompt) => prompt.textContent ?? "",
      );
      return prompts.length > 0 && prompts.every((prompt) => /\[\d+\]/.test(prompt));
    },
    undefined,
    { timeout, polling: 200 }, // each frame by default, which costs more than short cells do
  );
}

async function end(server: ChildProcess, browser: Browser | undefined, temporary: string): Promise<void> {
  await browser?.close();
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    process.kill(-server.pid!, "SIGTERM");
    await ended;
  }
  rmSync(temporary, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`JupyterLab ended with exit status ${server.exitCode}.`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("JupyterLab did not answer within a minute.");
}
