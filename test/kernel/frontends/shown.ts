// The kernel in JupyterLab 4 and in Notebook 7, in a real browser.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { noBrowser } from "../../support/browser.js";
import { runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";

const cells = [
  "const who: string = 'reader';\nconsole.log('printed for ' + who);",
  "import * as tslab from 'tslab';\ntslab.display.html('<b id=\"bold\">bold</b>');",
  "const wrong: string = 42;",
];

for (const frontEnd of ["lab", "notebook"] as const) {
  test(`${frontEnd} shows output, HTML and a type error, completes and explains`, {
    skip: noBrowser,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-"));
    writeNotebook(join(folder, "kernel.ipynb"), cells);
    const opened = await (await sharedLab()).open(folder, "kernel.ipynb", frontEnd);
    const { page } = opened;
    try {
      await runAll(page, 120_000);
      await page.getByText("printed for reader").waitFor();
      assert.equal(await page.locator("#bold").textContent(), "bold");
      await page.getByText("TS2322: Type 'number' is not assignable to type 'string'.").first().waitFor();

      const editor = page.locator(".jp-CodeCell .cm-content").last();
      await editor.click();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("who.toUpperC");
      await page.keyboard.press("Tab");
      await page.waitForFunction(
        () =>
          [...document.querySelectorAll(".cm-content")].some(
            (node) => node.textContent === "who.toUpperCase",
          ) || document.querySelector(".jp-Completer-item")?.textContent?.includes("toUpperCase"),
      );
      await page.keyboard.press("Escape");
      await editor.click();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("who.padStart(");
      await page.keyboard.press("Shift+Tab");
      await page.locator(".jp-Tooltip", { hasText: "padStart(targetLength: number" }).waitFor();
    } finally {
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
