// Tables of records in a notebook that JupyterLab does not trust, in its light and its dark theme.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { valueBundle } from "../../../src/kernel/output/values/valueBundle.js";
import { noBrowser } from "../../support/browser.js";
import { execute } from "../../support/jupyterLab.js";
import { sharedLab } from "../../support/sharedLab.js";

const records = [
  { city: "Ulm <img src=x onerror=window.attacked=true>", people: 128928, share: 0.5 },
  { city: "Bonn", people: 9, share: 12.25 },
];

/** Writes a notebook whose output is stored already, so that the page has not run the cell. */
function write(file: string): void {
  const output = {
    output_type: "execute_result",
    execution_count: 1,
    metadata: {},
    data: valueBundle(records),
  };
  const cell = {
    cell_type: "code",
    id: "one",
    metadata: {},
    execution_count: 1,
    source: "records",
    outputs: [output],
  };
  const kernelspec = { name: "typescript-lab", display_name: "TypeScript", language: "typescript" };
  writeFileSync(
    file,
    JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
}

/** Returns, in the page, texts and alignments of the cells, and the contrast of a cell with the page behind it. */
function look(): { cells: string[]; contrast: number } {
  const table = document.querySelector(".jp-OutputArea table")!;
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? [])
      .map(Number)
      .map((value) => (value / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element: Element | null): string => {
    const color = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
    return element && /, 0\)$|transparent/.test(color) ? background(element.parentElement) : color;
  };
  const cells = [...table.querySelectorAll("td")];
  const [light, dark] = [luminance(getComputedStyle(cells[0]!).color), luminance(background(cells[0]!))].sort(
    (a, b) => b - a,
  );
  return {
    cells: cells.map((cell) => `${getComputedStyle(cell).textAlign} ${cell.textContent}`),
    contrast: (light! + 0.05) / (dark! + 0.05),
  };
}

test("lab shows a table of records aligned and readable without trust, in both themes", {
  skip: noBrowser,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  write(join(folder, "table.ipynb"));
  const opened = await (await sharedLab()).open(folder, "table.ipynb");
  const { page } = opened;
  try {
    for (const theme of ["JupyterLab Light", "JupyterLab Dark"]) {
      await execute(page, "apputils:change-theme", { theme });
      await page.waitForFunction((name) => document.body.dataset.jpThemeName === name, theme);
      await page.locator(".jp-OutputArea table").waitFor();
      const { cells, contrast } = await page.evaluate(look);
      assert.deepEqual(cells, [
        `left ${records[0]!.city}`,
        "right 128928",
        "right 0.50",
        "left Bonn",
        "right 9",
        "right 12.25",
      ]);
      assert.ok(contrast > 7, `${theme}: contrast ${contrast}`);
    }
    assert.equal(await page.evaluate(() => "attacked" in window), false);
    await execute(page, "apputils:change-theme", { theme: "JupyterLab Light" });
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
