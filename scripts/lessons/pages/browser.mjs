// Starts the Chromium of this machine, which draws widgets for pictures.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

/** Starts a browser. Returns undefined when none is installed and CHROMIUM names none. */
export async function openBrowser() {
  const executablePath = places.find((path) => path && existsSync(path));
  return executablePath && chromium.launch({ executablePath, args: flags });
}
