// Every core widget in a real page: shown, changed from TypeScript, changed by a reader, read in TypeScript, and shown
// again after a reload.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import * as generated from "../../../src/widgets/generated/index.js";
import { noBrowser } from "../../support/browser.js";
import { frontEnds, kernelReady, runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";
import { element, eventually, shownAsSet } from "./look.js";
import { cells, type Row, table } from "./table.js";

/** Widgets without a view. */
const unseen = /Style$|^Layout$|Link$|^Controller(Axis|Button)$/;

test("the table of widgets has every class that the specification shows", () => {
  const shown = Object.keys(generated).filter((name) => !unseen.test(name));
  assert.deepEqual(table.map(({ name }) => name).sort(), shown.sort());
});

for (const frontEnd of Object.keys(frontEnds) as (keyof typeof frontEnds)[]) {
  test(`in ${frontEnd === "lab" ? "JupyterLab" : "Notebook 7"} every core widget is shown, changed from both sides, and shown again after a reload`, {
    skip: noBrowser,
  }, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "widgets-"));
    writeNotebook(join(folder, "widgets.ipynb"), cells());
    const { page, close } = await (await sharedLab()).open(folder, "widgets.ipynb", frontEnd);
    try {
      page.setDefaultTimeout(10_000);
      await runAll(page, 120_000);
      for (const row of table) {
        await context.test(`${row.name} shows the state that TypeScript set`, () => shownAsSet(page, row));
      }
      for (const row of table.filter(({ act }) => act)) {
        await context.test(`${row.name} reports the reader's action to TypeScript`, () =>
          readerActs(page, row),
        );
      }
      const pictures = process.env.AMFMN_SCREENSHOTS;
      if (pictures) await shoot(page, `${pictures}/widgets-${frontEnd}`);
      await context.test("a reloaded page shows them with their values", async () => {
        await page.keyboard.press("Control+s");
        await page.waitForTimeout(500);
        await page.reload();
        await kernelReady(page);
        await element(page, "Label").waitFor({ timeout: 30_000 });
        for (const { name } of table) assert.equal(await element(page, name).count(), 1, name);
        assert.equal(await element(page, "IntSlider").locator(".widget-readout").textContent(), "100");
        await moveAgain(page);
      });
    } finally {
      await close();
      rmSync(folder, { recursive: true });
    }
  });
}

async function readerActs(page: Page, { name, act, reads }: Row): Promise<void> {
  const widget = element(page, name);
  await widget.scrollIntoViewIfNeeded();
  await act!(widget);
  await eventually(async () => JSON.stringify((await readings(page))[name]), JSON.stringify(reads));
}

/** After a reload the slider is linked to the object in the kernel. */
async function moveAgain(page: Page): Promise<void> {
  await element(page, "IntSlider").locator(".noUi-handle").press("Home");
  await eventually(async () => String((await readings(page)).IntSlider), "0");
}

async function readings(page: Page): Promise<Record<string, unknown>> {
  const text = await page.locator(".report").first().textContent();
  return JSON.parse(text || "{}") as Record<string, unknown>;
}

async function shoot(page: Page, path: string): Promise<void> {
  for (const [i, name] of ["IntSlider", "Dropdown", "DatePicker", "Accordion"].entries()) {
    await element(page, name).scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${path}-${i}.png` });
  }
}
