// `import()` and `import.meta` of compiled local modules. They have the address of the file that a person wrote. The
// modules of a worker have an importer of their own.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { Importer } from "./importer.js";
import { startWorkersFrom } from "./workers.js";

let importer: Importer | undefined;

/** Makes local modules import by this importer. */
export function importBy(one: Importer): void {
  importer = one;
  startWorkersFrom((file) => one.local.address(file));
}

/** Imports a module for a local module. */
export function importFrom(file: string, specifier: unknown, options?: unknown): Promise<unknown> {
  return importerOf(file).importFrom(file, specifier, options);
}

/** Returns `import.meta` of a compiled module with the values of its file. */
export function metaOf(meta: ImportMeta, file: string): ImportMeta {
  const url = pathToFileURL(file).href;
  if (meta.url === url) return meta;
  return Object.assign(meta, {
    url,
    dirname: dirname(file),
    filename: file,
    resolve: (specifier: string) => importerOf(file).metaResolve(specifier, file),
  });
}

function importerOf(file: string): Importer {
  if (importer) return importer;
  const own = new Importer(join(dirname(file), "notebook.ipynb"));
  importBy(own);
  if (!isMainThread) process.setSourceMapsEnabled(true);
  process.once("exit", () => own.local.close());
  return own;
}
