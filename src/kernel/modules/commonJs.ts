// Loads CommonJS: files of packages, local files after an edit, and files with TypeScript that CommonJS requires.
import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { canBeParsed } from "../source/nesting.js";
import { commonJsSource } from "./moduleSource.js";
import type { NotebookProject } from "./project.js";
import { manifestOf, type Resolver } from "./resolver.js";

/** Members of Node's loader of CommonJS that its types leave out. */
interface Loader {
  readonly _extensions: Record<string, (module: Loaded, file: string) => void>;
}
interface Loaded extends NodeJS.Module {
  _compile(code: string, file: string): void;
}

const exportAssignment = /(?:^|[;}])\s*export\s*=(?!=)/m;
const require = createRequire(import.meta.url);

/** Knows which files are CommonJS, and loads them. */
export class CommonJs {
  private readonly kinds = new Map<string, boolean>();
  /** State of each local file that a file requires, by the path of the latter. */
  private readonly states = new Map<string, Map<string, string>>();
  /** Number of times that a local file changed. */
  private readonly versions = new Map<string, number>();

  /** @param compiled returns the path of the ES module that a local file is compiled to */
  constructor(
    private readonly resolver: Resolver,
    project: NotebookProject,
    compiled: (file: string) => string,
  ) {
    const { _extensions: extensions } = Module as unknown as Loader;
    for (const extension of [".ts", ".tsx", ".mts", ".cts", ".jsx"])
      extensions[extension] = (module, file) => {
        if (!this.isCommonJsFile(file)) module.exports = require(compiled(file)) as unknown;
        else module._compile(commonJsSource(file, resolver.read(file), project.current().settings), file);
      };
  }

  /** Returns true for the URL of a file with CommonJS. */
  isCommonJs(url: string): boolean {
    return url.startsWith("file:") && this.isCommonJsFile(fileURLToPath(url));
  }

  /** Returns true for a file with CommonJS. TypeScript is CommonJS with the extension `.cts` or with `export =`. */
  isCommonJsFile(file: string): boolean {
    const known = this.kinds.get(file);
    // A local file may become an ES module.
    if (known !== undefined && file.includes("/node_modules/")) return known;
    const kind = /\.m?tsx?$/.test(file) ? exportAssignment.test(this.resolver.read(file)) : kindOf(file);
    this.kinds.set(file, kind);
    return kind;
  }

  /** Returns true for CommonJS outside of node_modules, which may change. */
  isLocal(url: string): boolean {
    return !url.includes("/node_modules/") && this.isCommonJs(url);
  }

  /** Returns the exports of a file. An edit of it, or of a local file that it requires, loads it again. */
  load(file: string): unknown {
    return require(this.current(file).file);
  }

  /** Removes a local file that changed from the cache of `require`. Returns the file and the number of its changes. */
  current(file: string): { file: string; version: string } {
    if (file.includes("/node_modules/")) return { file, version: "" };
    const states = this.states.get(file) ?? new Map<string, string>();
    this.states.set(file, states);
    const changed = localFiles(file).filter((one) => {
      const { mtimeMs = 0, size = 0 } = statSync(one, { throwIfNoEntry: false }) ?? {};
      const [before, now] = [states.get(one), `${mtimeMs} ${size}`];
      states.set(one, now);
      return before !== undefined && before !== now;
    });
    const version = (this.versions.get(file) ?? 0) + (changed.length > 0 ? 1 : 0);
    this.versions.set(file, version);
    if (changed.length > 0) for (const one of localFiles(file)) delete require.cache[one];
    return { file, version: String(version) };
  }
}

/** Returns a file and the local files that it requires, also indirectly. */
function localFiles(file: string): string[] {
  const found = new Set([file]);
  for (const one of found) {
    const children = require.cache[one]?.children ?? [];
    for (const { filename } of children)
      if (filename && !filename.includes("/node_modules/")) found.add(filename);
  }
  return [...found];
}

function kindOf(file: string): boolean {
  const extension = extname(file);
  if (extension === ".cjs" || extension === ".cts" || extension === ".node") return true;
  if (extension !== ".js") return false;
  const type = packageType(dirname(file));
  if (type !== undefined) return type === "commonjs";
  const text = readFileSync(file, "utf8");
  if (!/^\s*(?:import|export)\b|\bimport\.meta\b/m.test(text)) return true;
  if (!canBeParsed(text)) return true;
  return !parseSync(file, text, { sourceType: "unambiguous" }).module.hasModuleSyntax;
}

function packageType(folder: string): string | undefined {
  for (let place = folder; !place.endsWith("node_modules"); place = dirname(place)) {
    const manifest = manifestOf(place);
    if (manifest) return manifest.type as string | undefined;
    if (place === dirname(place)) return undefined;
  }
  return undefined;
}
