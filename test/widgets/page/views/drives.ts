// A reader's actions on each view, by mouse and by keyboard, and their visible results, for all front ends.
import assert from "node:assert/strict";
import type { ViewsPage } from "./viewsPage.js";

/** Actions on one view. */
export interface Drive {
  /** Promise of the view. */
  readonly name: string;
  readonly drive: (views: ViewsPage) => Promise<void>;
}

export const drives: readonly Drive[] = [
  {
    name: "training monitor: works while its cell runs; Pause, Resume and Stop reach the run",
    drive: async (views) => {
      const pause = views.page.getByRole("button", { name: "Pause" });
      await pause.waitFor({ timeout: 60_000 });
      await views.has(/step \d+ of 400 · loss .* left/);
      await pause.click();
      await views.has(/images\/s · paused/);
      const resume = views.page.getByRole("button", { name: "Resume" });
      await resume.focus();
      await resume.press("Enter");
      await views.has(/mR \d/);
      await views.page.getByRole("button", { name: "Stop" }).press("Enter");
      await views.has(/images\/s · stopped/);
      await views.page.getByText("ended, aborted: true").waitFor();
      const curves = views.page.getByRole("application", { name: /^Curves of the run/ });
      await curves.focus();
      await curves.press("Home");
      await views.has(/^step 1 · loss \d\.\d{3}/);
      await curves.hover({ position: { x: 200, y: 90 } });
      await views.has(/^step \d\d+ · loss \d\.\d{3} \(smoothed/);
      await views.shoot("trainingMonitor", views.viewOf(curves));
    },
  },
  {
    name: "salient masks: opacity, threshold, colors and stage are chosen; the value of a cell is shown",
    drive: async (views) => {
      await views.mask().scrollIntoViewIfNeeded();
      const view = views.viewOf(views.mask());
      let drawn = await views.digest(views.mask());
      for (const name of ["opacity", "threshold"]) {
        const slider = view.getByRole("slider", { name });
        await slider.focus();
        for (let i = 0; i < 10; i++) await slider.press(name === "opacity" ? "ArrowLeft" : "ArrowRight");
        await views.changed(views.mask(), drawn);
        drawn = await views.digest(views.mask());
      }
      await view.getByLabel("colors", { exact: true }).selectOption("magma");
      await views.changed(views.mask(), drawn);
      await views.mask().hover({ position: { x: 84, y: 132 } });
      await view.getByText("airport_0.tif · 1.000 at row 8, column 5").waitFor();
      await views.mask().focus();
      await views.mask().press("ArrowUp");
      await views.mask().press("ArrowLeft");
      await view.getByText(/airport_0.tif · 0\.\d{3} at row 7, column 4/).waitFor();
      await view.getByLabel("stage").selectOption("channel mask");
      await view.getByRole("img", { name: "Channels of airport_0.tif" }).hover({ position: { x: 3, y: 10 } });
      await view.getByText("airport_0.tif · 0.143 in channel 1").waitFor();
      await view.getByLabel("stage").selectOption("gate");
      await views.shoot("salientMask", view);
    },
  },
  {
    name: "heat map: zooms and pans 2260 × 2260 scores, shows a cell's score, opens a pair, orders by class",
    drive: async (views) => {
      await views.heatmap().scrollIntoViewIfNeeded();
      const view = views.viewOf(views.heatmap());
      await views.heatmap().hover({ position: { x: 200, y: 60 } });
      await view.getByText(/_\d+\.tif · “caption \d+ about a \w+” · -?\d\.\d{3}/).waitFor();
      let drawn = await views.digest(views.heatmap());
      for (let i = 0; i < 12; i++) await views.page.mouse.wheel(0, -200);
      await views.changed(views.heatmap(), drawn);
      drawn = await views.digest(views.heatmap());
      await views.page.mouse.down();
      await views.page.mouse.move(300, 300, { steps: 4 });
      await views.page.mouse.up();
      await views.changed(views.heatmap(), drawn);
      assert.equal(await view.locator(".pair").isVisible(), false, "dragging opens nothing");

      await view.getByRole("button", { name: "Show all" }).click();
      await view.getByLabel("order").selectOption("by class");
      await views.heatmap().hover({ position: { x: 4, y: 4 } });
      for (let i = 0; i < 14; i++) await views.page.mouse.wheel(0, -300);
      const corner = (await views.heatmap().boundingBox())!;
      for (let drag = 0; drag < 5; drag++) {
        await views.page.mouse.move(corner.x + 20, corner.y + 20);
        await views.page.mouse.down();
        await views.page.mouse.move(corner.x + 800, corner.y + 560, { steps: 2 });
        await views.page.mouse.up();
      }
      await views.heatmap().click({ position: { x: 8, y: 8 } });
      await view.getByText("✓ this caption is of this image").waitFor();
      await view.getByText(/airport_0\.tif · airport · caption 1 of 2260 for this image/).waitFor();
      await view.getByRole("img", { name: "airport_0.tif" }).waitFor();
      await views.page.getByText("opened 0 0").waitFor();
      await views.heatmap().press("ArrowDown");
      await views.heatmap().press("ArrowRight");
      for (let i = 0; i < 6; i++) await views.heatmap().press("+");
      await views.heatmap().press("Enter");
      await views.page.getByText(/opened (?!0 )\d+ \d+/).waitFor();
      await views.page.getByText(/best for “airport”/).waitFor();
      await views.shoot("similarityHeatmap", view);
    },
  },
  {
    name: "heat map: one of several measures is chosen",
    drive: async (views) => {
      const map = views.page.getByRole("application", { name: /^Similarity of 30 images/ });
      await map.scrollIntoViewIfNeeded();
      await map.focus();
      await map.press("ArrowRight");
      const score = async () =>
        Number(
          (/· (-?\d\.\d{3})/.exec((await views.viewOf(map).locator(".note").first().textContent()) ?? "") ??
            [])[1],
        );
      const bleu = await score();
      await views.viewOf(map).getByLabel("measure").selectOption("METEOR");
      await map.press("ArrowRight");
      assert.ok(Math.abs((await score()) + bleu - 1) < 2e-3);
    },
  },
  {
    name: "gallery: answers as one types, marks ground truth, and ranks captions for a picture",
    drive: async (views) => {
      const box = views.page.getByRole("textbox", { name: "Search for" });
      await box.scrollIntoViewIfNeeded();
      const view = views.viewOf(box);
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
      await views.page.keyboard.press("ArrowRight");
      await views.page.keyboard.press("Enter");
      await view.getByText("Captions for beach_5.tif").waitFor();
      assert.match(
        (await view.locator("li").first().textContent())!,
        /a picture of beach_5\.tif · 1\.000 ✓ its own/,
      );
      await view.getByRole("button", { name: /^1\. beach_1\.tif/ }).click();
      await view.getByText("Captions for beach_1.tif").waitFor();
      await views.shoot("retrievalGallery", view);
    },
  },
  {
    name: "localization: finds what is asked for, shows the score under the pointer, zooms, and goes to the best tile",
    drive: async (views) => {
      const image = views.page.getByRole("application", { name: /^town\.jpg/ });
      await image.scrollIntoViewIfNeeded();
      const view = views.viewOf(image);
      await view.getByText("Map of “boats”").waitFor();
      let drawn = await views.digest(image);
      const box = view.getByRole("textbox", { name: "Find in the image" });
      await box.fill("");
      await box.pressSequentially("red houses", { delay: 10 });
      await view.getByText("Map of “red houses”").waitFor();
      await views.changed(image, drawn);
      const { width, height } = (await image.boundingBox())!;
      await image.hover({ position: { x: (600 / 2000) * width, y: (330 / 1500) * height } });
      await view.getByText(/x (59\d|60\d), y (32\d|33\d) · score (1\.000|0\.99\d)/).waitFor();
      await views.shoot("localization", view);
      drawn = await views.digest(image);
      await view.getByRole("button", { name: /^1\. x 344, y 74/ }).click();
      await views.changed(image, drawn);
      drawn = await views.digest(image);
      await image.focus();
      await image.press("+");
      await image.press("ArrowRight");
      await views.changed(image, drawn);
      await view.getByText(/^middle: x \d+, y \d+ · score/).waitFor();
      await box.fill("qwerty");
      await view.getByText("none of the words of “qwerty” is known").waitFor();
      await box.fill("houses");
      await view.getByText("Map of “houses”").waitFor();
    },
  },
  {
    name: "data set browser: filters by class, split and words, and turns pages",
    drive: async (views) => {
      const words = views.page.getByRole("textbox", { name: "Words in captions" });
      await words.scrollIntoViewIfNeeded();
      const view = views.viewOf(words);
      await view.getByText("Drawn: 24 of 24 images").waitFor();
      await view.getByText("page 1 of 6").waitFor();
      await view.getByText(/missing\.tif/).waitFor();
      assert.equal(await view.getByRole("img").count(), 3, "a missing image does not hide the others");
      await view.getByRole("button", { name: "Next" }).press("Enter");
      await view.getByText("page 2 of 6").waitFor();
      await view.getByLabel("class").selectOption("port (6)");
      await view.getByText("Drawn: 6 of 24 images").waitFor();
      await view.getByText("page 1 of 2").waitFor();
      await view.getByLabel("class").selectOption("all");
      await words.pressSequentially("forest isl", { delay: 10 });
      await view.getByText("Drawn: 6 of 24 images").waitFor();
      await view
        .locator("mark", { hasText: /^island$/ })
        .first()
        .waitFor();
      assert.deepEqual(await view.locator("mark").first().allTextContents(), ["island"]);
      await view.getByLabel("split").selectOption("test");
      await view.getByText("Drawn: 1 of 24 images").waitFor();
      await view.getByRole("img", { name: "forest_22.tif: a round island in a forest" }).waitFor();
      await view.getByLabel("split").selectOption("all");
      await view.getByText("Drawn: 6 of 24 images").waitFor();
      await views.shoot("datasetBrowser", view);
    },
  },
  {
    name: "rerank: sliders move the candidates at once, other queries and directions are asked for",
    drive: async (views) => {
      const figure = views.page.getByRole("application", { name: /^Places before and after the rerank/ });
      await figure.scrollIntoViewIfNeeded();
      const view = views.viewOf(figure);
      const order = () => figure.getByRole("img").getAttribute("aria-label");
      await figure.locator("image").first().waitFor();
      const first = await order();
      for (const name of ["w1", "w2"]) {
        const slider = view.getByRole("slider", { name, exact: true });
        await slider.focus();
        await slider.press("Home");
      }
      await figure.getByRole("img", { name: /1\. \S+ before 1; 2\. \S+ before 2; 3\./ }).waitFor();
      await view.getByRole("slider", { name: "w2", exact: true }).press("End");
      await figure
        .getByRole("img", { name: (await order()) === first ? "none" : /^New order: 1\./ })
        .waitFor();
      await figure.focus();
      await figure.press("ArrowDown");
      await view
        .getByText(/_\d+\.tif · place \d+ before, 1 after · score .* = \d\.\d{3} · the query is/)
        .waitFor();
      await view.getByRole("button", { name: "Next query" }).click();
      await view.getByText("“caption 1 of airport_0.tif”").waitFor();
      await view.getByLabel("search").selectOption("image → texts");
      await view.getByRole("img", { name: "beach_1.tif", exact: true }).waitFor();
      await figure.getByRole("img", { name: /caption 0 of beach_1\.tif/ }).waitFor();
      await views.shoot("rerankTexts", view);
      await view.getByLabel("search").selectOption("text → images");
      await figure.locator("image").first().waitFor();
      await views.shoot("rerankViewer", view);
    },
  },
  {
    name: "six bars: a data set is highlighted by pointing and by the arrow keys",
    drive: async (views) => {
      const bars = views.page.getByRole("application", { name: /^Six measures/ });
      await bars.scrollIntoViewIfNeeded();
      const view = views.viewOf(bars);
      await bars.locator("g[data-name=RSICD]").first().hover();
      await view.getByText(/^RSICD: samples 10921 · .* classes 30$/).waitFor();
      await views.page.mouse.move(5, 5);
      await bars.focus();
      await bars.press("ArrowDown");
      await view.getByText(/^Sydney: samples 555/).waitFor();
      await bars.press("ArrowUp");
      await view.getByText(/^RSITMD: samples 4743/).waitFor();
      await views.shoot("datasetBars", view);
    },
  },
  {
    name: "figure: reports pointing, clicks, zooms and hidden traces, and is changed in place",
    drive: async (views) => {
      const { page } = views;
      const told = (text: string | RegExp) => page.locator(".told").getByText(text).waitFor();
      const figure = views.figure();
      await figure.scrollIntoViewIfNeeded();
      const points = figure.locator(".scatterlayer .trace").first().locator(".points path");
      const { x, y, width, height } = (await points.nth(1).boundingBox())!;
      const [left, top] = [x + width / 2, y + height / 2];
      await page.mouse.move(left, top, { steps: 3 });
      await told("over 2");
      await page.mouse.click(left, top);
      await told("clicked 2");
      await page.waitForFunction(
        (node) => getComputedStyle(node!).fill === "rgb(255, 0, 0)",
        await points.nth(1).elementHandle(),
      );
      await page.mouse.move(left - 60, top - 60);
      await page.mouse.down();
      await page.mouse.move(left + 100, top + 60, { steps: 5 });
      await page.mouse.up();
      await told(/^x from 0\.\d/);
      await page.mouse.dblclick(left + 100, top - 100);
      await told("all of x");
      await figure.locator(".legendtoggle").nth(1).click();
      await told('visible ["legendonly"]');
      await figure.locator(".legendtoggle").nth(1).click();
      await told("visible [true]");
      await views.shoot("figure", figure);
    },
  },
  {
    name: "a view's keys do not change the notebook's selection",
    drive: async (views) => {
      const selected = () =>
        views.page
          .locator(".jp-Cell")
          .evaluateAll((all) => all.findIndex((cell) => cell.classList.contains("jp-mod-selected")));
      await views.heatmap().click({ position: { x: 50, y: 50 } });
      const [before, cells] = [await selected(), await views.page.locator(".jp-Cell").count()];
      for (const key of ["ArrowDown", "ArrowDown", "b", "d", "d"]) await views.page.keyboard.press(key);
      assert.equal(await selected(), before);
      assert.equal(await views.page.locator(".jp-Cell").count(), cells);
    },
  },
];
