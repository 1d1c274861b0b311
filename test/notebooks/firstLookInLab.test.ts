// What a student sees: the first lesson in JupyterLab, in a real browser, used with mouse and keyboard.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { noBrowser, openInLab, runAll } from "../support/jupyterLab.js";
import { root } from "../support/venv.js";

const digest = async (canvas: Locator) =>
  createHash("sha256")
    .update(await canvas.evaluate((node) => (node as HTMLCanvasElement).toDataURL()))
    .digest("hex");

test("in JupyterLab the mask slider changes the picture and typing changes the ranking", {
  skip: noBrowser,
}, async () => {
  const lab = await openInLab(`${root}notebooks`, "01-first-look.ipynb");
  const pictures = process.env.AMFMN_SCREENSHOTS;
  try {
    const { page } = lab;
    await runAll(page, 900_000);

    const mask = page.getByRole("img", { name: /with its salient mask/ }).first();
    await mask.scrollIntoViewIfNeeded();
    const before = await digest(mask);
    const slider = page.locator(".widget-slider .noUi-handle").first();
    await slider.scrollIntoViewIfNeeded();
    await slider.focus();
    for (let i = 0; i < 30; i++) await slider.press("ArrowLeft");
    await page.waitForFunction(() =>
      /0\.3/.test(document.querySelector(".widget-slider .widget-readout")?.textContent ?? ""),
    );
    for (let i = 0; i < 50 && (await digest(mask)) === before; i++) await page.waitForTimeout(100);
    assert.notEqual(await digest(mask), before, "the overlay is drawn anew");
    if (pictures) await page.screenshot({ path: `${pictures}/mask.png` });

    const heatmap = page.getByRole("application", { name: /^Similarity of/ });
    await heatmap.scrollIntoViewIfNeeded();
    await heatmap.hover({ position: { x: 200, y: 60 } });
    const note = page.locator(".amfmn-view .note", { hasText: /\.tif · “/ });
    assert.match((await note.textContent()) ?? "", /\.tif · “.+” · -?\d\.\d{3}/);
    if (pictures) await page.screenshot({ path: `${pictures}/heatmap.png` });

    const box = page.getByRole("textbox", { name: "Search for" });
    await box.scrollIntoViewIfNeeded();
    // A model of two minutes errs now and then; that most of what it finds is of the kind is no chance (1 in 16).
    const classesFound = async (query: string) => {
      await box.fill("");
      await box.pressSequentially(query, { delay: 20 });
      await page.locator(".amfmn-view .note", { hasText: `best for “${query}”` }).waitFor();
      return page.locator(".amfmn-view figure[role=listitem] figcaption").allTextContents();
    };
    const planes = await classesFound("three blue planes at the airport");
    assert.equal(planes.length, 8);
    assert.ok(planes.filter((caption) => /airport/.test(caption)).length >= 4, planes.join("; "));
    if (pictures) await page.screenshot({ path: `${pictures}/gallery.png` });
    const forests = await classesFound("a dense green forest");
    assert.ok(forests.filter((caption) => /forest/.test(caption)).length >= 4, forests.join("; "));
  } finally {
    await lab.close();
  }
});
