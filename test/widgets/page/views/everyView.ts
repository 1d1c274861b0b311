// Every view in a page without a kernel: drawn pictures, and names for screen readers.
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { ViewsPage } from "./viewsPage.js";

/** Smallest number of colors in a drawing. A cleared canvas has fewer. */
const fewestColors = 5;

export async function everyViewIsShown(views: ViewsPage): Promise<void> {
  const { page } = views;
  const application = (name: RegExp) => page.getByRole("application", { name });
  const canvases = {
    "salient masks": views.mask(),
    "heat map": views.heatmap(),
    "heat map of measures": application(/^Similarity of 30 images/),
    localization: application(/^town\.jpg, with the score map of “houses”$/),
  };
  for (const [name, canvas] of Object.entries(canvases)) {
    await canvas.waitFor({ timeout: 60_000 });
    await canvas.scrollIntoViewIfNeeded();
    await isDrawn(name, canvas);
  }
  const pictures = {
    gallery: views.viewOf(page.getByRole("textbox", { name: "Search for" })),
    "data set browser": views.viewOf(page.getByRole("textbox", { name: "Words in captions" })),
  };
  for (const [name, view] of Object.entries(pictures)) await picturesAreShown(name, view);
  await views.has(/images\/s · stopped/);
  const lines = application(/^Curves of the run/).locator("polyline");
  const longest = await lines.evaluateAll((all) =>
    Math.max(...all.map((line) => line.getAttribute("points")!.length)),
  );
  assert.ok(longest > 300, `training monitor: the longest line is written in ${longest} letters`);
  await application(/^Six measures/)
    .locator("g[data-name=RSICD]")
    .first()
    .waitFor();
  const rerank = application(/^Places before and after the rerank/);
  await rerank.locator("image").first().waitFor();
  await views.viewOf(rerank).getByRole("slider", { name: "w2", exact: true }).press("Home");
  await views.viewOf(rerank).getByRole("slider", { name: "w1", exact: true }).press("Home");
  await rerank.getByRole("img", { name: /1\. \S+ before 1; 2\. \S+ before 2; 3\./ }).waitFor();
  const points = views.figure().locator(".scatterlayer .points path");
  await points.first().waitFor();
  assert.equal(await points.count(), 6);
}

async function isDrawn(name: string, canvas: Locator): Promise<void> {
  let colors = 0;
  for (let attempt = 0; attempt < 100 && colors < fewestColors; attempt++) {
    colors = await canvas.evaluate(colorsOf);
    if (colors < fewestColors) await canvas.page().waitForTimeout(100);
  }
  assert.ok(colors >= fewestColors, `${name}: the canvas has ${colors} colors`);
}

/** Returns the number of colors in a canvas. Runs in the page. */
function colorsOf(node: Element): number {
  const canvas = node as HTMLCanvasElement;
  const { width, height } = canvas;
  const pixels = canvas.getContext("2d")!.getImageData(0, 0, width, height).data;
  return new Set(new Uint32Array(pixels.buffer)).size;
}

async function picturesAreShown(name: string, view: Locator): Promise<void> {
  const images = view.locator("img");
  await images.first().waitFor();
  const found = await images.evaluateAll((all) =>
    Promise.all(
      (all as HTMLImageElement[]).map(async (image) => {
        await image.decode();
        return { width: image.naturalWidth, alt: image.alt };
      }),
    ),
  );
  assert.ok(
    found.every(({ width, alt }) => width > 0 && alt !== ""),
    `${name}: ${JSON.stringify(found)}`,
  );
}
