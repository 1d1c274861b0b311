// Operates JupyterLab's debugger as a person does.
import type { Page } from "playwright-core";

/** Presses the beetle above the notebook. */
export async function startDebugger(page: Page): Promise<void> {
  // The button appears before it works.
  const gutter = page.locator(".cm-breakpoint-gutter .cm-gutterElement");
  for (let patience = 6; patience > 0 && (await gutter.count()) === 0; patience--) {
    await page.locator("jp-button.jp-DebuggerBugButton").click();
    await gutter
      .first()
      .waitFor({ state: "attached", timeout: 5000 })
      .catch(() => {});
  }
}

/** Clicks beside a line (from 1) of a code cell (from 0). */
export async function addBreakpoint(page: Page, cell: number, line: number): Promise<void> {
  const gutter = page.locator(".jp-CodeCell").nth(cell).locator(".cm-breakpoint-gutter .cm-gutterElement");
  // The gutter's first element is a spacer of no height.
  await gutter.nth(line).click();
  await page.locator(".jp-DebuggerBreakpoint").first().waitFor();
}

/** Runs the first cells until one of them is paused. */
export async function runCells(page: Page, count: number): Promise<void> {
  await page.locator(".jp-CodeCell .cm-content").first().click();
  for (let i = 0; i < count; i++) await page.keyboard.press("Shift+Enter");
}
