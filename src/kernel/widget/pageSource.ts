// The page side of a widget of one's own: ES module and CSS, given as text or as the path of a file. TypeScript
// and what it imports are bundled by esbuild. While developing, a file that changes is read again.
import { existsSync, readFileSync, watch } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { WidgetError } from "./errors.js";

/** Source text, the path of a file (from the notebook's folder), or its address. */
export type PageSource = string | URL;

const extensions = new Set([".js", ".mjs", ".jsx", ".ts", ".mts", ".tsx", ".css"]);

/** The file that a source names; undefined for source text. */
export function sourceFile(source: PageSource): string | undefined {
  if (source instanceof URL) return fileURLToPath(source);
  const isPath = !/[\n{};]/.test(source) && extensions.has(extname(source));
  return isPath ? resolve(source) : undefined;
}

/**
 * The text that is sent to the page.
 * @throws {WidgetError} when the file is missing or cannot be bundled
 */
export function readPageSource(source: PageSource): string {
  const file = sourceFile(source);
  if (!file) return String(source);
  if (!existsSync(file))
    throw new WidgetError(`${file}: there is no such file for a widget's page side; give an existing path.`);
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
    throw new WidgetError(`${file}: the page side cannot be bundled: ${(error as Error).message}`);
  }
}

/**
 * Calls back with the text each time that the file changes; gives a function that ends it. A file that cannot be
 * bundled just now is reported and left as it was.
 */
export function watchPageSource(source: PageSource, changed: (text: string) => void): () => void {
  const file = sourceFile(source);
  if (!file) return () => {};
  let timer: NodeJS.Timeout | undefined;
  // An editor may replace the file instead of writing to it: the folder is watched, not the file.
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
