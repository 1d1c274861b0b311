// The names that every cell has besides JavaScript's own: display, input, password, require, __dirname and
// __filename, and the two that rewritten module syntax calls. Their types are in globals.d.ts.
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { importFunction, importMeta } from "./cellSource.js";

export interface CellGlobals {
  display: (value: unknown) => Promise<void>;
  input: (prompt?: string) => Promise<string>;
  password: (prompt?: string) => Promise<string>;
  import: (specifier: string) => Promise<unknown>;
}

/** Defines the globals; `notebook` is the notebook's path. */
export function defineGlobals(notebook: string, globals: CellGlobals): void {
  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  const url = pathToFileURL(notebook).href;
  define("display", globals.display);
  define("input", globals.input);
  define("password", globals.password);
  define("require", createRequire(join(dirname(notebook), "notebook.js")));
  define("__dirname", dirname(notebook));
  define("__filename", notebook);
  define(importFunction, globals.import);
  define(importMeta, { url, dirname: dirname(notebook), filename: notebook, name: basename(notebook) });
}
