// Reads the bundled page side of a view; the build puts each beside the compiled library.
import { existsSync, readFileSync } from "node:fs";
import { WidgetError } from "./host.js";

/** @throws {WidgetError} when the project has not been built */
export function pageModule(name: string): string {
  const places = [`../browser/${name}.js`, `../../../dist/widgets/browser/${name}.js`];
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (!file) throw new WidgetError(`The page side of ${name} is not built: run npm run build.`);
  return readFileSync(file, "utf8");
}
