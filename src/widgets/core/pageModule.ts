// Reads what the build makes for the page: the bundled page side of a view, and libraries that pages share.
import { existsSync, readFileSync } from "node:fs";
import { WidgetError } from "../../kernel/widget/host.js";

/** @throws {WidgetError} when the project has not been built */
export function pageModule(name: string): string {
  return pageAsset(`${name}.js`).toString("utf8");
}

/** @throws {WidgetError} when the project has not been built */
export function pageAsset(name: string): Buffer {
  const places = [`../browser/${name}`, `../../../dist/widgets/browser/${name}`];
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (!file) throw new WidgetError(`What pages need (${name}) is not built: run npm run build.`);
  return readFileSync(file);
}
