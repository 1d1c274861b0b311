// Reads files that the build bundles for the page: page sides of widgets, and libraries.
import { existsSync, readFileSync } from "node:fs";
import { WidgetError } from "typescript-lab/widget";

/**
 * Returns the bundled page side of a widget.
 * @param name of the folder of its view.ts
 * @throws {WidgetError} when the project has not been built
 */
export function pageModule(name: string): string {
  return pageAsset(`${name}.js`).toString("utf8");
}

/**
 * Returns a file that the build made for pages.
 * @throws {WidgetError} when the project has not been built
 */
export function pageAsset(name: string): Buffer {
  const places = [`../browser/${name}`, `../../../dist/widgets/browser/${name}`];
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (!file)
    throw new WidgetError(
      `${name}: expected a file of the build in dist/widgets/browser, found none; run npm run build.`,
    );
  return readFileSync(file);
}
