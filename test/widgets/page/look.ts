// Helpers that read widgets in a page.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { Row } from "./table.js";

/** Returns the element of a widget of the table. */
export function element(page: Page, name: string): Locator {
  return page.locator(`.shown-${name}`);
}

/** Waits until the page shows the state that TypeScript set. */
export async function shownAsSet(page: Page, { name, shows }: Row): Promise<void> {
  const widget = element(page, name);
  await widget.waitFor({ state: "attached", timeout: 10_000 });
  if (!shows) return;
  const [selector, expected] = shows;
  const place = selector ? widget.locator(selector).first() : widget;
  await eventually(() => textOf(place), expected);
}

/** Returns an input's value, a select's chosen label, or an element's text. */
function textOf(place: Locator): Promise<string> {
  const read = (node: Element) => {
    if (node instanceof HTMLSelectElement) return node.selectedOptions[0]?.label ?? "";
    const typed = node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;
    return typed ? node.value : (node.textContent ?? "");
  };
  return place.evaluate(read, undefined, { timeout: 1000 });
}

/** Waits at most ten seconds until a reading is the expected one. */
export async function eventually(read: () => Promise<string>, expected: string | RegExp): Promise<void> {
  let found = "";
  for (let attempt = 0; attempt < 100; attempt++) {
    found = await read().catch(String);
    if (typeof expected === "string" ? found === expected : expected.test(found)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`expected ${expected}, the page has ${JSON.stringify(found)}`);
}
