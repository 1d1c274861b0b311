// `npm run screenshots [-- lab | pages]`: the README's pictures, taken of the real thing: lesson 1 in JupyterLab on the project's kernel,
// then the book and the slides that npm run lessons and npm run slides -- 1 have written.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { openInLab, runAll } from "../test/support/jupyterLab.js";
import { openBrowser } from "./lessons/pages/browser.mjs";
import { root } from "./setup/command.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

const folder = join(root, "docs", "tour");
const lesson = "01-first-look";

await main(async () => {
  await setUp();
  mkdirSync(folder, { recursive: true });
  const [part] = process.argv.slice(2);
  if (part !== "pages") await lab();
  if (part !== "lab") await pages();
});

/** Keeps a picture small enough for a repository. */
async function keep(name, picture) {
  await sharp(await picture)
    .resize({ width: 1100 })
    .png({ palette: true, effort: 10 })
    .toFile(join(folder, `${name}.png`));
  process.stdout.write(`✓ docs/tour/${name}.png\n`);
}

/** Each view of lesson 1, in the notebook that has run. */
async function lab() {
  const { page, close } = await openInLab(join(root, "notebooks"), `${lesson}.ipynb`);
  const shownBy = {
    training: "monitor",
    masks: "viewer",
    heatmap: "SimilarityHeatmap",
    search: "gallery",
  };
  try {
    await runAll(page, 900_000);
    for (const [name, word] of Object.entries(shownBy)) {
      const cell = page.locator(".jp-CodeCell", {
        hasText: `display(${name === "heatmap" ? "new widgets." : ""}${word}`,
      });
      const output = cell.last().locator(".jp-OutputArea");
      // JupyterLab draws cells when they come into sight, which moves those below: what was centred is so only then.
      for (let i = 0; i < 3; i++) {
        await output.evaluate((shown) => shown.scrollIntoView({ block: "center" }));
        await page.waitForTimeout(500);
      }
      await keep(name, page.screenshot());
    }
  } finally {
    await close();
  }
}

async function pages() {
  const browser = await openBrowser();
  if (!browser) throw new SetupError("No Chromium is installed: install it, or name one in CHROMIUM.");
  try {
    for (const [name, file, height] of [
      ["book", "index.html", 800],
      ["slides", `slides/${lesson}.html`, 720],
    ]) {
      const path = join(root, "site", file);
      if (!existsSync(path))
        throw new SetupError(`${path} is not there: run npm run lessons and npm run slides -- 1.`);
      const page = await browser.newPage({ viewport: { width: 1280, height } });
      await page.goto(`${pathToFileURL(path).href}${name === "slides" ? "#/7" : ""}`);
      if (name === "slides") await page.waitForFunction(() => window.Reveal?.isReady());
      await page.waitForTimeout(1000);
      await keep(name, page.screenshot());
    }
  } finally {
    await browser.close();
  }
}
