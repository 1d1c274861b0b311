// Defines the globals of cells, such as display, input and __dirname, and the functions that rewritten module syntax
// calls. Their types are in globals.d.ts.
import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Display } from "../output/display.js";
import { image } from "../output/helpers/image.js";
import { html, json, latex, markdown, svg } from "../output/helpers/markup.js";
import { importFunction, importMeta, resumed } from "../source/cellSource.js";
import { decoratorHelpers } from "../source/decorators.js";
import { shellFunction } from "../source/notebookSyntax.js";
import { helpers } from "../source/transform.js";
import type { Dialogs } from "./dialogs.js";

/** Functions behind the globals of cells. */
export interface CellGlobals extends Dialogs {
  display: Display;
  clearOutput: (wait?: boolean) => void;
  page: (value: unknown) => Promise<void>;
  input: (prompt?: string) => Promise<string>;
  password: (prompt?: string) => Promise<string>;
  require: NodeJS.Require;
  /** Imports a module. See CellImports. */
  import: (
    specifier: unknown,
    second?: unknown,
    bindings?: Readonly<Record<string, string>>,
  ) => Promise<unknown>;
  /** `import.meta.resolve` of the notebook. */
  resolve: (specifier: string) => string;
  /** Runs the command of a line `!command`. */
  shell: (command: string) => Promise<void>;
  /** Returns the value of an `await`. Throws if the cell was interrupted. */
  resumed: <T>(value: T) => T;
}

/**
 * Defines the globals.
 * @param notebook path of the notebook
 */
export function defineGlobals(notebook: string, globals: CellGlobals): void {
  const url = pathToFileURL(notebook).href;
  const folder = dirname(notebook);
  const names: Record<string, unknown> = {
    display: globals.display,
    ...{ html, image, json, latex, markdown, svg },
    clearOutput: globals.clearOutput,
    page: globals.page,
    input: globals.input,
    password: globals.password,
    prompt: globals.prompt,
    confirm: globals.confirm,
    alert: globals.alert,
    require: globals.require,
    module: globals.require.main,
    exports: globals.require.main?.exports,
    [helpers]: decoratorHelpers,
    __dirname: folder,
    __filename: notebook,
    [importFunction]: globals.import,
    [importMeta]: {
      url,
      dirname: folder,
      filename: notebook,
      name: basename(notebook),
      resolve: globals.resolve,
    },
    [resumed]: globals.resumed,
    [shellFunction]: globals.shell,
  };
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}
