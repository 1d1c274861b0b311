// The Chromium of the machine, for what only a browser can tell: what a widget looks like.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

/** A started browser, or undefined where none is installed (or named in CHROMIUM). */
export async function openBrowser() {
  const executablePath = places.find((path) => path && existsSync(path));
  return executablePath && chromium.launch({ executablePath, args: flags });
}
