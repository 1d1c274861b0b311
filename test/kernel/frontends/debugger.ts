// JupyterLab's debugger with this kernel: a breakpoint by a click beside a line, steps and values.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { noBrowser } from "../../support/browser.js";
import { addBreakpoint, runCells, startDebugger } from "../../support/labDebugger.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";

const cells = [
  "function area(side: number): number {\n  const squared = side * side;\n  return squared + 1;\n}",
  "const sides: number[] = [2, 3];\nlet total = 0;\nfor (const side of sides) {\n  total += area(side);\n}\ntotal",
];

test("lab stops at a breakpoint in a cell, shows its variables, continues, and does so again after a restart", {
  skip: noBrowser,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "debugger-"));
  writeNotebook(join(folder, "debugger.ipynb"), cells);
  const opened = await (await sharedLab()).open(folder, "debugger.ipynb");
  const { page } = opened;
  try {
    await startDebugger(page);
    await addBreakpoint(page, 0, 3);
    await runCells(page, 2);

    const first = page.locator(".jp-CodeCell").first();
    const variables = (text: string) =>
      page.waitForFunction(
        (shown) => document.querySelector(".jp-DebuggerVariables-body")?.textContent === shown,
        text,
      );
    const frames = page.locator(".jp-DebuggerCallstack-body li");
    await variables("side2squared4");
    assert.equal(await first.locator(".jp-DebuggerEditor-highlight").textContent(), "  return squared + 1;");
    assert.match((await frames.first().textContent())!, /^area/);
    assert.equal(await frames.count(), 2);

    await page.keyboard.press("F9");
    await variables("side3squared9");
    await page.keyboard.press("F9");
    await page.locator(".jp-OutputArea-executeResult", { hasText: "15" }).waitFor();

    // The front end sends its breakpoints to the new kernel, in which cells have other paths.
    const breakpoint = page.locator(".jp-DebuggerBreakpoint").first();
    const before = await breakpoint.textContent();
    await page.locator(".jp-ToolbarButtonComponent[title^='Restart the kernel']").first().click();
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.waitForFunction((old) => {
      const now = document.querySelector(".jp-DebuggerBreakpoint")?.textContent;
      return now !== undefined && now !== old;
    }, before);
    await runCells(page, 2);
    await variables("side2squared4");
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
