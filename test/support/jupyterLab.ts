// A real JupyterLab with a real browser: starts the project's own server on a free port, opens a notebook of a
// copied folder (a page saves what it runs) and runs its cells. Everything it starts it ends.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { noJupyter, root } from "./venv.js";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = candidates.find((path) => path && existsSync(path));

/** Why tests in a browser cannot run here, or false when they can. */
export const noBrowser =
  noJupyter || (executablePath ? false : "no Chromium is installed: install it, or name one in CHROMIUM");

const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Starts the Chromium of this machine; only where `noBrowser` is false. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath!, args: flags.split(" ") });
}

export interface Lab {
  readonly page: Page;
  /** The copy of the folder, where the page saves. */
  readonly folder: string;
  close(): Promise<void>;
}

/** The front ends, both on the same server parts: where each opens a notebook, and how its tests reach into it. */
export const frontEnds = {
  lab: {
    name: "JupyterLab",
    program: "jupyter-lab",
    path: "lab/tree",
    expose: "--LabApp.expose_app_in_browser=True",
  },
  notebook: {
    name: "Notebook 7",
    program: "jupyter-notebook",
    path: "notebooks",
    expose: "--JupyterNotebookApp.expose_app_in_browser=True",
  },
} as const;

export type FrontEnd = keyof typeof frontEnds;

/** Opens a notebook of a folder, which is copied first, in JupyterLab or Notebook 7. */
export async function openInLab(folder: string, notebook: string, frontEnd: FrontEnd = "lab"): Promise<Lab> {
  const { program, path, expose } = frontEnds[frontEnd];
  const copy = mkdtempSync(join(tmpdir(), "lab-"));
  cpSync(folder, copy, { recursive: true });
  const port = await freePort();
  const token = "test";
  const options = [
    `--port=${port}`,
    `--IdentityProvider.token=${token}`,
    "--no-browser",
    "--allow-root",
    expose,
    `--notebook-dir=${copy}`,
  ];
  const server = spawn(`${root}.venv/bin/${program}`, options, { stdio: "ignore", detached: true });
  let browser: Browser | undefined;
  try {
    await answers(`http://127.0.0.1:${port}/api?token=${token}`, server);
    browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(`http://127.0.0.1:${port}/${path}/${notebook}?token=${token}&reset`);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
    await kernelReady(page);
    return { page, folder: copy, close: () => end(server, browser, copy) };
  } catch (error) {
    await end(server, browser, copy);
    throw error;
  }
}

/** Waits until the notebook's kernel is connected and idle; after a page was loaded, too. */
export async function kernelReady(page: Page): Promise<void> {
  await page.waitForFunction(kernelConnected, undefined, { timeout: 60_000 });
}

/**
 * In the page: whether the notebook's kernel answers. The indicator says idle before there is any kernel, and
 * cells that are run then are dropped without a word.
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
    { timeout },
  );
}

/** A page that is opened with the network off. */
export interface OfflinePage {
  readonly page: Page;
  /** The addresses that it asks for nevertheless. */
  readonly requests: readonly string[];
  /** What went wrong in it: errors of its scripts, and those that it writes to its console. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export async function openOffline(url: string): Promise<OfflinePage> {
  const browser = await openBrowser();
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => {
    if (/^(https?|wss?):/.test(request.url())) requests.push(request.url());
  });
  page.on("pageerror", (error) => errors.push(String(error.stack)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(url);
  return { page, requests, errors, close: () => browser.close() };
}

async function end(server: ChildProcess, browser: Browser | undefined, copy: string): Promise<void> {
  await browser?.close();
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    process.kill(-server.pid!, "SIGTERM");
    await ended;
  }
  rmSync(copy, { recursive: true, force: true });
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
