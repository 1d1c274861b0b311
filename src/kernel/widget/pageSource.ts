// Reads the page side of a widget: an ES module and CSS, as text or as files. esbuild bundles TypeScript and its imports.
// During development a changed file is read again.
import { existsSync, readFileSync, watch } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { WidgetError } from "./errors.js";

/** Source text, or a file by its path from the notebook's folder or by its URL. */
export type PageSource = string | URL;

const extensions = new Set([".js", ".mjs", ".jsx", ".ts", ".mts", ".tsx", ".css"]);

/** Returns the file that a source names, or undefined for source text. */
export function sourceFile(source: PageSource): string | undefined {
  if (source instanceof URL) return fileURLToPath(source);
  const isPath = !/[\n{};]/.test(source) && extensions.has(extname(source));
  return isPath ? resolve(source) : undefined;
}

/**
 * Returns the text for the page.
 * @throws {WidgetError} when the file is missing or cannot be bundled
 */
export function readPageSource(source: PageSource): string {
  const file = sourceFile(source);
  if (!file) return String(source);
  if (!existsSync(file))
    throw new WidgetError(
      `${file}: expected a file with a widget's page side, found none; name an existing file.`,
    );
  if (extname(file) === ".css") return readFileSync(file, "utf8");
  try {
    const { outputFiles } = buildSync({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  } catch (error) {
    throw new WidgetError(
      `${file}: expected a page side that esbuild can bundle, found an error: ${(error as Error).message}`,
    );
  }
}

/**
 * Calls `changed` with the new text each time that the file changes. Prints the error of a file that cannot be bundled.
 * @returns a function that ends watching
 */
export function watchPageSource(source: PageSource, changed: (text: string) => void): () => void {
  const file = sourceFile(source);
  if (!file) return () => {};
  let timer: NodeJS.Timeout | undefined;
  // Watches the folder, because an editor may replace the file instead of writing to it.
  const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
    if (name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        changed(readPageSource(file));
      } catch (error) {
        console.error((error as Error).message);
      }
    }, 50);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
