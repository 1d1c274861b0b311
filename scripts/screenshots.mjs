// `npm run screenshots [-- lab | localization | debugger | pages]`: takes the README's pictures of lessons 1 and 11 and of the
// debugger in JupyterLab, and of the pages that `npm run lessons` and `npm run slides -- 1` wrote.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { openInLab, runAll } from "../test/support/jupyterLab.js";
import { addBreakpoint, runCells, startDebugger } from "../test/support/labDebugger.js";
import { writeNotebook } from "../test/support/notebookFile.js";
import { openBrowser } from "./lessons/pages/browser.mjs";
import { root } from "./setup/command.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

const folder = join(root, "docs", "tour");
const lesson = "01-first-look";

const debugged = [
  `// Recall@k: the share of queries whose true match is among the k best.
function recallAt(k: number, scores: number[][]): number {
  let hits = 0;
  for (const [query, row] of scores.entries()) {
    const rank = row.filter((score) => score > row[query]).length;
    if (rank < k) hits++;
  }
  return (100 * hits) / scores.length;
}`,
  `const scores = [
  [0.9, 0.1, 0.4],
  [0.3, 0.2, 0.8],
  [0.1, 0.6, 0.7],
];
recallAt(1, scores)`,
];

await main(async () => {
  await setUp();
  mkdirSync(folder, { recursive: true });
  const parts = { lab, localization, debugger: stoppedCell, pages };
  const named = process.argv.slice(2);
  for (const [name, take] of Object.entries(parts))
    if (named.length === 0 || named.includes(name)) await take();
});

/** Writes a picture with few colors, small enough for a repository. */
async function keep(name, picture) {
  await sharp(await picture)
    .resize({ width: 1100 })
    .png({ palette: true, effort: 10 })
    .toFile(join(folder, `${name}.png`));
  process.stdout.write(`✓ docs/tour/${name}.png\n`);
}

/** Takes a picture of each view of lesson 1. */
async function lab() {
  await shootViews(lesson, {
    training: "display(monitor",
    masks: "display(viewer",
    heatmap: "display(new views.SimilarityHeatmap",
    search: "display(gallery",
  });
}

/** Takes pictures of the localization viewer and of the annotation editor in lesson 11. */
async function localization() {
  await shootViews("11-where-is-it", { localization: "display(viewer", annotations: "display(editor" });
}

/**
 * Runs a lesson and takes a picture of some views.
 * @param name of the lesson
 * @param shownBy text of the cell that shows a view, by the name of its picture
 */
async function shootViews(name, shownBy) {
  const { page, close } = await openInLab(join(root, "notebooks"), `${name}.ipynb`);
  try {
    await runAll(page, 900_000);
    for (const [picture, hasText] of Object.entries(shownBy)) {
      const cell = page.locator(".jp-CodeCell", { hasText });
      const output = cell.last().locator(".jp-OutputArea");
      // JupyterLab draws a cell when it becomes visible, which moves the cells below it. So the scroll is repeated.
      for (let i = 0; i < 3; i++) {
        await output.evaluate((shown) => shown.scrollIntoView({ block: "center" }));
        await page.waitForTimeout(500);
      }
      await keep(picture, page.screenshot());
    }
  } finally {
    await close();
  }
}

/** Takes a picture of a function that is paused at a breakpoint. The next cell calls it. */
async function stoppedCell() {
  const place = mkdtempSync(join(tmpdir(), "debugger-"));
  writeNotebook(join(place, "recall.ipynb"), debugged);
  const { page, close } = await openInLab(place, "recall.ipynb");
  try {
    await page.setViewportSize({ width: 1280, height: 760 });
    await startDebugger(page);
    await addBreakpoint(page, 0, 6);
    await runCells(page, 2);
    await page.locator(".jp-DebuggerEditor-highlight").waitFor();
    await page.keyboard.press("F9");
    await page.waitForTimeout(1500);
    await keep("debugger", page.screenshot());
  } finally {
    await close();
    rmSync(place, { recursive: true, force: true });
  }
}

async function pages() {
  const browser = await openBrowser();
  if (!browser)
    throw new SetupError(
      "Chromium: expected an installed browser, found none; install it, or name one in CHROMIUM.",
    );
  try {
    for (const [name, file, height] of [
      ["book", "index.html", 800],
      ["slides", `slides/${lesson}.html`, 720],
    ]) {
      const path = join(root, "site", file);
      if (!existsSync(path))
        throw new SetupError(
          `${path}: expected a page, found none; run npm run lessons and npm run slides -- 1.`,
        );
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
