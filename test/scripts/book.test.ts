// Book and slides of a small course, in a browser without network and without kernel.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { noBrowser, openBrowser } from "../support/browser.js";
import { root, run } from "../support/venv.js";

const metadata = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "typescript-lab" },
};

/** Returns a notebook of cells, each with comma-separated tags and its source. Markdown begins with `#`. */
function notebook(...cells: [tags: string, source: string][]): string {
  const made = cells.map(([tags, source], i) => ({
    id: `cell-${i}`,
    metadata: { tags: tags === "" ? [] : tags.split(",") },
    source,
    ...(source.startsWith("#")
      ? { cell_type: "markdown" }
      : { cell_type: "code", outputs: [], execution_count: null }),
  }));
  return JSON.stringify({ cells: made, metadata, nbformat: 4, nbformat_minor: 5 });
}

const lesson = notebook(
  [
    "slide",
    "# 1 · First look\n\nThe hinge is $\\max(0, \\alpha + s)$. See [2](02-typescript-in-a-notebook.ipynb).",
  ],
  ["notes", "# Ask the class first."],
  ["slide", "## A slider"],
  ["", 'import { IntSlider } from "amfmn-lab/widgets";\nnew IntSlider({ description: "epochs", value: 42 })'],
  ["slide", "## Much code"],
  [
    "",
    `${"// a line of a long cell\n".repeat(14)}Array.from({ length: 30 }, (_, i) => \`row \${i}\`).join("\\n")`,
  ],
  ["check", "'a check'"],
);
const failing = notebook(["", "const one = 1;\none"], ["", 'throw new RangeError("no such scene")']);

let folder: string;
let site: string;
let made: { code: number; stdout: string; stderr: string };
let browser: Browser;

before(async () => {
  if (noBrowser) return;
  folder = mkdtempSync(join(tmpdir(), "course-"));
  site = join(folder, "site");
  mkdirSync(join(folder, "solutions"));
  writeFileSync(join(folder, "01-first-look.ipynb"), lesson);
  writeFileSync(join(folder, "solutions", "01-first-look.ipynb"), notebook(["", "1 + 1"]));
  made = await script("lessons.mjs");
  browser = await openBrowser();
});

after(async () => {
  if (noBrowser) return;
  await browser.close();
  rmSync(folder, { recursive: true });
});

function script(name: string, ...args: string[]) {
  const options = ["--folder", folder, "--site", site];
  return run(process.execPath, [join(root, "scripts", name), ...options, ...args]);
}

/** Opens a page of the site without a network. Returns the page and the network addresses that it requested. */
async function open(file: string): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  await page.goto(pathToFileURL(join(site, file)).href);
  return { page, asked };
}

test("a lesson's page shows its widget and its formula, and asks nothing of the network", {
  skip: noBrowser,
}, async () => {
  assert.equal(made.code, 0, made.stdout + made.stderr);
  const { page, asked } = await open("01-first-look.html");
  await page.locator(".widget-slider", { hasText: "epochs" }).waitFor();
  assert.equal(await page.locator(".widget-readout").textContent(), "42");
  await page.locator("mjx-container svg").first().waitFor();
  assert.equal(await page.getByText("Ask the class first.").count(), 0, "speaker notes are not in the book");
  assert.deepEqual(asked, []);
});

test("the index leads to each lesson, and links between notebooks lead to pages", {
  skip: noBrowser,
}, async () => {
  const { page } = await open("index.html");
  await page.locator(".cards a", { hasText: "1 · First look" }).click();
  await page.locator("h1", { hasText: "First look" }).waitFor();
  assert.equal(
    await page.locator("main a", { hasText: /^2$/ }).getAttribute("href"),
    "02-typescript-in-a-notebook.html",
  );
});

test("a cell that fails ends the run with its error, and the notebooks after it still run", {
  skip: noBrowser,
}, async () => {
  writeFileSync(join(folder, "02-typescript-in-a-notebook.ipynb"), failing);
  try {
    const { code, stdout, stderr } = await script("lessons.mjs", "2", "1");
    assert.equal(code, 2);
    assert.match(
      stdout,
      /✗ .*02-typescript[\s\S]*cell 1 \(throw new RangeError[\s\S]*RangeError: no such scene/,
    );
    assert.match(stdout, /✓ .*01-first-look/);
    assert.match(stderr, /^1 of the notebooks failed/);
  } finally {
    rmSync(join(folder, "02-typescript-in-a-notebook.ipynb"));
  }
});

test("slides: a page an author's slide, what is too tall on the next, notes for the speaker, no network", {
  skip: noBrowser,
}, async () => {
  const { code, stderr } = await script("slides.mjs", "1");
  assert.equal(code, 0, stderr);
  const { page, asked } = await open("slides/01-first-look.html");
  await page.locator(".reveal.ready").waitFor();
  const slides = page.locator(".slides > section");
  const texts = await slides.allInnerTexts();
  const headings = await slides
    .locator(".page :is(h1, h2)")
    .evaluateAll((all) => all.map((one) => one.textContent));
  assert.deepEqual(headings, ["1 · First look", "A slider", "Much code", "Much code"], texts.join("\n—\n"));
  assert.equal(await page.locator("aside.notes", { hasText: "Ask the class first." }).count(), 1);
  assert.equal(await page.getByText("a check").count(), 0);
  await page.keyboard.press("ArrowRight");
  await page.locator("section.present .widget-slider").waitFor();
  const tallest = await slides.evaluateAll((all) =>
    Math.max(...all.map((one) => one.firstElementChild!.getBoundingClientRect().height)),
  );
  assert.ok(tallest <= 720, `everything fits: ${tallest}`);
  assert.deepEqual(asked, []);
});
