// The Chromium of this machine, and pages that are opened with the network off.
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { noJupyter } from "./venv.js";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = candidates.find((path) => path && existsSync(path));

/** Reason to skip tests in a browser, or false. */
export const noBrowser =
  noJupyter || (executablePath ? false : "no Chromium is installed: install it, or name one in CHROMIUM");

const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Starts Chromium. Call it only if `noBrowser` is false. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath!, args: flags.split(" ") });
}

/** A page that is open with the network off. */
export interface OfflinePage {
  readonly page: Page;
  /** Network addresses that it asked for. */
  readonly requests: readonly string[];
  /** Errors of its scripts, thrown or written to the console. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Opens an address with the network off. */
export async function openOffline(browser: Browser, url: string): Promise<OfflinePage> {
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
  return { page, requests, errors, close: () => context.close() };
}
