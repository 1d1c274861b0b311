// Wraps the page side of a widget. See view.ts for the reason.
import { existsSync, readFileSync } from "node:fs";
import { WidgetError } from "../errors.js";

/** Places of the bundled view.ts: beside this file in a build, and in the build's folder for the sources. */
const places = ["./page.js", "../../dist/widget/pageWrapper/page.js"];
let page: string | undefined;

/**
 * Returns the ES module that the page loads in place of the widget's own module.
 * @param esm text of the widget's ES module
 * @throws {WidgetError} when the package was not built
 * @example
 * import { wrapPageSource } from "typescript-lab/widget/spec";
 *
 * wrapPageSource("export default { render() {} }").includes("pageSource"); // true
 */
export function wrapPageSource(esm: string): string {
  page ??= readPage();
  return `const pageSource = ${JSON.stringify(esm)};\n${page}`;
}

function readPage(): string {
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (!file)
    throw new WidgetError("typescript-lab: expected the build's page.js, found none; run npm run build.");
  return readFileSync(file, "utf8");
}
