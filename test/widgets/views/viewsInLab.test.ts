// Every view in JupyterLab, in a real browser, by mouse and by keyboard; then again after the page was reloaded.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { type Lab, noBrowser, openInLab } from "../../support/jupyterLab.js";
import { cellCount, writeViewsNotebook } from "./viewsNotebook.js";

const pictures = process.env.AMFMN_SCREENSHOTS;

/** In the page: runs a command of JupyterLab. */
function execute({ id, options }: { id: string; options?: object }): Promise<unknown> {
  const { jupyterapp } = window as unknown as {
    jupyterapp: { commands: { execute(id: string, options?: object): Promise<unknown> } };
  };
  return jupyterapp.commands.execute(id, options);
}

/** In the page: starts a command without waiting for its end. */
function start(id: string): void {
  const { jupyterapp } = window as unknown as {
    jupyterapp: { commands: { execute(id: string): Promise<unknown> } };
  };
  void jupyterapp.commands.execute(id);
}

describe("the views in JupyterLab", { skip: noBrowser }, () => {
  let folder: string;
  let lab: Lab;
  let page: Page;
  const problems: string[] = [];

  const shoot = async (name: string, view: Locator) => {
    if (pictures) await view.screenshot({ path: join(pictures, `${name}.png`) });
  };
  const viewOf = (part: Locator) => page.locator(".amfmn-view").filter({ has: part });
  const has = (pattern: RegExp | string) => page.locator(".amfmn-view").getByText(pattern).first().waitFor();
  const digest = async (canvas: Locator) =>
    createHash("sha256")
      .update(await canvas.evaluate((node) => (node as HTMLCanvasElement).toDataURL()))
      .digest("hex");
  /** Waits until a canvas is drawn otherwise than it was. */
  const changed = async (canvas: Locator, before: string) => {
    for (let i = 0; i < 100 && (await digest(canvas)) === before; i++) await page.waitForTimeout(50);
    assert.notEqual(await digest(canvas), before, "the canvas is drawn anew");
  };
  const heatmap = () => page.getByRole("application", { name: /^Similarity of 2260/ });
  const mask = () => page.getByRole("img", { name: "airport_0.tif with its salient mask" });

  const theme = (name: string) =>
    page.evaluate(execute, { id: "apputils:change-theme", options: { theme: name } });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "views-"));
    lab = await openInLab(folder, writeViewsNotebook(folder));
    page = lab.page;
    page.on("pageerror", (error) => problems.push(String(error.stack)));
    // One after the other: anywidget gives up on a widget that a busy page does not load within two seconds.
    for (let cell = 0; cell < cellCount; cell++) {
      await page.evaluate(start, "notebook:run-cell-and-select-next");
      await page.waitForFunction((views) => document.querySelectorAll(".amfmn-view").length >= views, cell, {
        timeout: 60_000,
      });
    }
  });
  after(async () => {
    if (lab) await theme("JupyterLab Light");
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("training monitor: works while its cell runs; Pause, Resume and Stop reach the run", async () => {
    const pause = page.getByRole("button", { name: "Pause" });
    await pause.waitFor({ timeout: 60_000 });
    await has(/step \d+ of 400 · loss .* left/);
    await pause.click();
    await has(/images\/s · paused/);
    const resume = page.getByRole("button", { name: "Resume" });
    await resume.focus();
    await resume.press("Enter");
    await has(/mR \d/);
    await page.getByRole("button", { name: "Stop" }).press("Enter");
    await has(/images\/s · stopped/);
    await page.getByText("ended, aborted: true").waitFor();
    const curves = page.getByRole("application", { name: /^Curves of the run/ });
    await curves.focus();
    await curves.press("Home");
    await has(/^step 1 · loss \d\.\d{3}/);
    await curves.hover({ position: { x: 200, y: 90 } });
    await has(/^step \d\d+ · loss \d\.\d{3} \(smoothed/);
    await shoot("trainingMonitor", viewOf(curves));
  });

  test("salient masks: opacity, threshold, colours and stage are chosen; the value of a cell is told", async () => {
    await mask().scrollIntoViewIfNeeded();
    const view = viewOf(mask());
    let drawn = await digest(mask());
    for (const name of ["opacity", "threshold"]) {
      const slider = view.getByRole("slider", { name });
      await slider.focus();
      for (let i = 0; i < 10; i++) await slider.press(name === "opacity" ? "ArrowLeft" : "ArrowRight");
      await changed(mask(), drawn);
      drawn = await digest(mask());
    }
    await view.getByLabel("colours", { exact: true }).selectOption("magma");
    await changed(mask(), drawn);
    await mask().hover({ position: { x: 84, y: 132 } });
    await view.getByText("airport_0.tif · 1.000 at row 8, column 5").waitFor();
    await mask().focus();
    await mask().press("ArrowUp");
    await mask().press("ArrowLeft");
    await view.getByText(/airport_0.tif · 0\.\d{3} at row 7, column 4/).waitFor();
    await view.getByLabel("stage").selectOption("channel mask");
    await view.getByRole("img", { name: "Channels of airport_0.tif" }).hover({ position: { x: 3, y: 10 } });
    await view.getByText("airport_0.tif · 0.143 in channel 1").waitFor();
    await view.getByLabel("stage").selectOption("gate");
    await shoot("salientMask", view);
  });

  test("heat map: zooms and pans 2260 × 2260 scores, tells a cell, opens a pair, orders by class", async () => {
    await heatmap().scrollIntoViewIfNeeded();
    const view = viewOf(heatmap());
    await heatmap().hover({ position: { x: 200, y: 60 } });
    await view.getByText(/_\d+\.tif · “caption \d+ about a \w+” · -?\d\.\d{3}/).waitFor();
    let drawn = await digest(heatmap());
    for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -200);
    await changed(heatmap(), drawn);
    drawn = await digest(heatmap());
    await page.mouse.down();
    await page.mouse.move(300, 300, { steps: 4 });
    await page.mouse.up();
    await changed(heatmap(), drawn);
    assert.equal(await view.locator(".pair").isVisible(), false, "dragging opens nothing");

    await view.getByRole("button", { name: "Show all" }).click();
    await view.getByLabel("order").selectOption("by class");
    await heatmap().hover({ position: { x: 4, y: 4 } });
    for (let i = 0; i < 14; i++) await page.mouse.wheel(0, -300);
    const corner = (await heatmap().boundingBox())!;
    for (let drag = 0; drag < 5; drag++) {
      await page.mouse.move(corner.x + 20, corner.y + 20);
      await page.mouse.down();
      await page.mouse.move(corner.x + 800, corner.y + 560, { steps: 2 });
      await page.mouse.up();
    }
    await heatmap().click({ position: { x: 8, y: 8 } });
    await view.getByText("✓ this caption is of this image").waitFor();
    await view.getByText(/airport_0\.tif · airport · caption 1 of 2260 for this image/).waitFor();
    await view.getByRole("img", { name: "airport_0.tif" }).waitFor();
    await page.getByText("opened 0 0").waitFor();
    await heatmap().press("ArrowDown");
    await heatmap().press("ArrowRight");
    for (let i = 0; i < 6; i++) await heatmap().press("+");
    await heatmap().press("Enter");
    await page.getByText(/opened (?!0 )\d+ \d+/).waitFor();
    await page.getByText(/best for “airport”/).waitFor();
    await shoot("similarityHeatmap", view);
  });

  test("heat map: one of several measures is chosen", async () => {
    const map = page.getByRole("application", { name: /^Similarity of 30 images/ });
    await map.scrollIntoViewIfNeeded();
    await map.focus();
    await map.press("ArrowRight");
    const told = async () =>
      Number(
        (/· (-?\d\.\d{3})/.exec((await viewOf(map).locator(".note").first().textContent()) ?? "") ?? [])[1],
      );
    const bleu = await told();
    await viewOf(map).getByLabel("measure").selectOption("METEOR");
    await map.press("ArrowRight");
    assert.ok(Math.abs((await told()) + bleu - 1) < 2e-3);
  });

  test("gallery: answers as one types, marks ground truth, and ranks captions for a picture", async () => {
    const box = page.getByRole("textbox", { name: "Search for" });
    await box.scrollIntoViewIfNeeded();
    const view = viewOf(box);
    await box.fill("");
    await box.pressSequentially("forest", { delay: 15 });
    await view.getByText("The 8 best for “forest” · 3 of 3 right ones among them ✓").waitFor();
    assert.match(
      (await view.locator("figcaption").first().textContent())!,
      /^1\. forest_2\.tif · 0\.880✓ ground truth$/,
    );
    await box.fill("nothing");
    await view.getByText("no word of it is known").waitFor();
    await box.fill("beach");
    await view.getByText(/best for “beach”/).waitFor();
    await box.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await view.getByText("Captions for beach_5.tif").waitFor();
    assert.match(
      (await view.locator("li").first().textContent())!,
      /a picture of beach_5\.tif · 1\.000 ✓ its own/,
    );
    await view.getByRole("button", { name: /^1\. beach_1\.tif/ }).click();
    await view.getByText("Captions for beach_1.tif").waitFor();
    await shoot("retrievalGallery", view);
  });

  test("localization: finds what is asked for, tells the heat, zooms, and goes to the best place", async () => {
    const scene = page.getByRole("application", { name: /^town\.jpg/ });
    await scene.scrollIntoViewIfNeeded();
    const view = viewOf(scene);
    await view.getByText("Where “boats” is").waitFor();
    let drawn = await digest(scene);
    const box = view.getByRole("textbox", { name: "Find in the image" });
    await box.fill("");
    await box.pressSequentially("red houses", { delay: 10 });
    await view.getByText("Where “red houses” is").waitFor();
    await changed(scene, drawn);
    const { width, height } = (await scene.boundingBox())!;
    await scene.hover({ position: { x: (600 / 2000) * width, y: (330 / 1500) * height } });
    await view.getByText(/x (59\d|60\d), y (32\d|33\d) · heat (1\.000|0\.99\d)/).waitFor();
    await shoot("localization", view);
    drawn = await digest(scene);
    await view.getByRole("button", { name: /^1\. x 344, y 74/ }).click();
    await changed(scene, drawn);
    drawn = await digest(scene);
    await scene.focus();
    await scene.press("+");
    await scene.press("ArrowRight");
    await changed(scene, drawn);
    await view.getByText(/^middle: x \d+, y \d+ · heat/).waitFor();
    await box.fill("qwerty");
    await view.getByText("none of the words of “qwerty” is known").waitFor();
    await box.fill("houses");
    await view.getByText("Where “houses” is").waitFor();
  });

  test("data set browser: filters by class, split and words, and goes through the pages", async () => {
    const words = page.getByRole("textbox", { name: "Words in captions" });
    await words.scrollIntoViewIfNeeded();
    const view = viewOf(words);
    await view.getByText("Drawn: 24 of 24 images").waitFor();
    await view.getByText("page 1 of 6").waitFor();
    await view.getByText(/missing\.tif/).waitFor();
    assert.equal(await view.getByRole("img").count(), 3, "an image that is missing does not hide the others");
    await view.getByRole("button", { name: "Next" }).press("Enter");
    await view.getByText("page 2 of 6").waitFor();
    await view.getByLabel("class").selectOption("port (6)");
    await view.getByText("Drawn: 6 of 24 images").waitFor();
    await view.getByText("page 1 of 2").waitFor();
    await view.getByLabel("class").selectOption("all");
    await words.pressSequentially("forest isl", { delay: 10 });
    await view.getByText("Drawn: 6 of 24 images").waitFor();
    assert.deepEqual(await view.locator("mark").first().allTextContents(), ["island"]);
    await view.getByLabel("split").selectOption("test");
    await view.getByText("Drawn: 1 of 24 images").waitFor();
    await view.getByRole("img", { name: "forest_22.tif: a round island in a forest" }).waitFor();
    await view.getByLabel("split").selectOption("all");
    await view.getByText("Drawn: 6 of 24 images").waitFor();
    await shoot("datasetBrowser", view);
  });

  test("six bars: a data set is brought out by pointing and by the arrow keys", async () => {
    const bars = page.getByRole("application", { name: /^Six measures/ });
    await bars.scrollIntoViewIfNeeded();
    const view = viewOf(bars);
    await bars.locator("g[data-name=RSICD]").first().hover();
    await view.getByText(/^RSICD: samples 10921 · .* classes 30$/).waitFor();
    await page.mouse.move(5, 5);
    await bars.focus();
    await bars.press("ArrowDown");
    await view.getByText(/^Sydney: samples 555/).waitFor();
    await bars.press("ArrowUp");
    await view.getByText(/^RSITMD: samples 4743/).waitFor();
    await shoot("datasetBars", view);
  });

  test("keys that a view uses leave the notebook's own selection where it is", async () => {
    const selected = () =>
      page
        .locator(".jp-Cell")
        .evaluateAll((all) => all.findIndex((cell) => cell.classList.contains("jp-mod-selected")));
    await heatmap().click({ position: { x: 50, y: 50 } });
    const [before, cells] = [await selected(), await page.locator(".jp-Cell").count()];
    for (const key of ["ArrowDown", "ArrowDown", "b", "d", "d"]) await page.keyboard.press(key);
    assert.equal(await selected(), before);
    assert.equal(await page.locator(".jp-Cell").count(), cells);
  });

  test("a reloaded page shows every view as it was left, in the dark theme too", async () => {
    await page.evaluate(execute, { id: "docmanager:save" });
    await theme("JupyterLab Dark");
    await page.reload();
    await heatmap().waitFor({ timeout: 60_000 });
    assert.equal(await viewOf(heatmap()).getByLabel("order").inputValue(), "1");
    await viewOf(heatmap()).locator(".pair .score").waitFor();
    assert.equal(await viewOf(mask()).getByRole("slider", { name: "threshold" }).inputValue(), "0.1");
    await page.getByText("Captions for beach_1.tif").waitFor();
    await has(/images\/s · stopped/);
    const box = page.getByRole("textbox", { name: "Search for" });
    await box.fill("port");
    await page.getByText(/best for “port”/).waitFor({ timeout: 30_000 });
    const [ink, ground] = await viewOf(box).evaluate((node) => {
      const light = (colour: string) =>
        (colour.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, one) => sum + Number(one), 0);
      return [
        light(getComputedStyle(node).color),
        light(getComputedStyle(document.querySelector(".jp-Notebook")!).backgroundColor),
      ];
    });
    assert.ok(ink! > ground! + 300, `light ink on a dark ground, found ${ink} on ${ground}`);
    await shoot("dark", page.locator(".jp-NotebookPanel-notebook").first());
    assert.deepEqual(problems, []);
  });
});
