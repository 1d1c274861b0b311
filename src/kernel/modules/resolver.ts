// Resolves the specifier of an import as the type checker does: files by TypeScript's rules, then `paths` of the
// tsconfig.json, then packages by Node's rules.
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { packageFolders } from "./packageFolders.js";
import type { NotebookProject } from "./project.js";

/** Extensions that the kernel compiles, wherever the file is. */
const compiled = new Set([".ts", ".tsx", ".mts", ".cts", ".jsx"]);
/** Extensions that the kernel compiles outside `node_modules`. */
const compiledOutside = new Set([".js", ".mjs", ".json"]);
/** Extensions that Node loads. */
const loaded = new Set([...compiledOutside, ".cjs", ".node", ".wasm"]);
const added = [".ts", ".tsx", ".js", ".jsx", ".json"];

/** A resolved module. */
export interface Resolution {
  /** URL of the module. It is the module's own URL, also if the kernel compiles it. */
  readonly url: string;
  /** Path of a module that the kernel compiles, or undefined for one that Node loads. */
  readonly file: string | undefined;
}

/** Resolves specifiers for the notebook and for its local modules. */
export class Resolver {
  private readonly provided = new Map<string, string>();
  private readonly folders = packageFolders();
  /** URLs of the files that `paths` of the tsconfig.json named. */
  private readonly mapped = new Set<string>();
  /** URLs of packages in node_modules, by the folder of the importer and the specifier. */
  private readonly packages = new Map<string, string>();

  constructor(private readonly project: NotebookProject) {}

  /** Provides the text of a file, which need not exist. */
  provide(file: string, source: string): void {
    this.provided.set(file, source);
  }

  /** Returns the text of a file. */
  read(file: string): string {
    return this.provided.get(file) ?? readFileSync(file, "utf8");
  }

  /**
   * Resolves a specifier. JavaScript of a package that is linked into `node_modules` is loaded by Node, as that of other
   * packages.
   * @param importer path of the module or notebook with the import
   * @throws {Error} if no such module exists
   */
  resolve(specifier: string, importer: string): Resolution {
    const url = this.urlOf(specifier, importer);
    const isOwn = isPath(specifier) || /^(?:file:|#)/.test(specifier) || this.mapped.has(url);
    return { url, file: compiledFile(url, isOwn) };
  }

  private urlOf(specifier: string, importer: string): string {
    if (/^(?:node|data|blob):/.test(specifier) || isBuiltin(specifier)) return specifier;
    if (specifier.startsWith("file:") || isPath(specifier)) return this.fileAt(specifier, dirname(importer));
    for (const candidate of this.candidates(specifier, importer)) {
      const file = this.find(candidate);
      if (!file) continue;
      this.mapped.add(urlOf(file));
      return urlOf(file);
    }
    const key = `${dirname(importer)}\0${specifier}`;
    const url = this.packages.get(key) ?? this.package(specifier, importer);
    if (url.includes("/node_modules/")) this.packages.set(key, url);
    return url;
  }

  /** Returns the file of a path by TypeScript's rules: `./a` and `./a.js` mean a.ts if it exists. */
  find(path: string): string | undefined {
    const sources = [
      ...(/\.[cm]?jsx?$/.test(path)
        ? [path.replace(/\.([cm]?)jsx?$/, ".$1ts"), path.replace(/\.jsx?$/, ".tsx")]
        : []),
      path,
      ...added.map((extension) => path + extension),
    ];
    return sources.find((file) => this.provided.has(file) || isFile(file)) ?? this.findInFolder(path);
  }

  private findInFolder(folder: string): string | undefined {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    const main = manifestOf(folder)?.main;
    const named = typeof main === "string" && main !== "" ? this.find(join(folder, main)) : undefined;
    return named ?? added.map((extension) => join(folder, `index${extension}`)).find(isFile);
  }

  private fileAt(specifier: string, folder: string): string {
    const [, path = "", query = ""] = /^([^?#]*)(.*)$/s.exec(specifier)!;
    const at = specifier.startsWith("file:") ? fileURLToPath(path) : resolve(folder, decoded(path));
    const exact = specifier.startsWith("file:") ? undefined : this.find(resolve(folder, specifier));
    const file = exact ?? this.find(at);
    if (!file) throw notFound(specifier, folder, at);
    const extension = extname(file);
    if (!compiled.has(extension) && !loaded.has(extension)) throw unloadable(specifier, extension);
    return urlOf(file) + (exact ? "" : query);
  }

  private candidates(specifier: string, importer: string): string[] {
    return importer.includes("/node_modules/") ? [] : this.project.current().candidates(specifier);
  }

  private package(specifier: string, importer: string): string {
    if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) throw noPackage(specifier);
    const parents = [importer, ...this.folders.map((folder) => join(folder, "notebook.js"))];
    let failure: unknown;
    for (const parent of parents) {
      try {
        return existing(import.meta.resolve(specifier, pathToFileURL(parent).href));
      } catch (error) {
        const source = this.sourceOf(specifier, parent, error);
        if (source) return urlOf(source);
        failure ??= error;
      }
    }
    throw packageNotFound(specifier, importer, failure);
  }

  /** Returns the file of a package whose entry names it by TypeScript's rules: without extension, or for a missing `.js`. */
  private sourceOf(specifier: string, importer: string, error: unknown): string | undefined {
    const missing = /Cannot find (?:module|package) '([^']+)'/.exec(String((error as Error).message))?.[1];
    const file = missing !== undefined && isAbsolute(missing) ? this.find(missing) : undefined;
    if (file) return realpathSync(file);
    const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
    const folder = name && installed(dirname(importer), name);
    if (!folder) return undefined;
    const { types, typings, exports } = manifestOf(folder) ?? {};
    if (rest) return exports === undefined ? this.find(join(realpathSync(folder), rest)) : undefined;
    const source = [types, typings].find((one) => typeof one === "string" && !/\.d\.[cm]?ts$/.test(one));
    return source === undefined
      ? this.findInFolder(realpathSync(folder))
      : this.find(join(realpathSync(folder), String(source)));
  }
}

function compiledFile(url: string, isOwn: boolean): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const file = fileURLToPath(url);
  const extension = extname(file);
  if (compiled.has(extension)) return file;
  return isOwn && compiledOutside.has(extension) && !url.includes("/node_modules/") ? file : undefined;
}

/** Returns true for a specifier that is a relative or an absolute path. */
export function isPath(specifier: string): boolean {
  return isAbsolute(specifier) || /^\.\.?(\/|$)/.test(specifier);
}

/** Returns the package.json of a folder. */
export function manifestOf(folder: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Returns the folder of an installed package, as seen from another folder. */
export function installed(from: string, name: string): string | undefined {
  for (let place = from; ; place = dirname(place)) {
    const folder = join(place, "node_modules", name);
    if (existsSync(folder)) return folder;
    if (place === dirname(place)) return undefined;
  }
}

/** `import.meta.resolve` of some versions of Node does not look for the file. */
function existing(url: string): string {
  if (url.startsWith("file:") && !isFile(fileURLToPath(url)))
    throw new Error(`Cannot find module '${fileURLToPath(url)}'`);
  return url;
}

function urlOf(file: string): string {
  return pathToFileURL(file).href;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function notFound(specifier: string, folder: string, path: string): Error {
  const types = isFile(`${path}.d.ts`) || isFile(path.replace(/\.js$/, ".d.ts"));
  const found = types ? `only the types of "${specifier}"` : `no file for "${specifier}"`;
  const remedy = types ? "write the module beside them" : "check its path";
  return new Error(`import: expected a module in ${folder}, found ${found}; ${remedy}.`);
}

function unloadable(specifier: string, extension: string): Error {
  const remedy = `read the file by readFileSync(new URL(${JSON.stringify(specifier)}, import.meta.url))`;
  const found = extension === "" ? "no extension" : `"${extension}"`;
  return new Error(`import: expected "${specifier}" to be a module or JSON, found ${found}; ${remedy}.`);
}

function noPackage(specifier: string): Error {
  return new Error(
    `import: expected a package or a file, found "${specifier}"; install the package with npm and import it by its name.`,
  );
}

function packageNotFound(specifier: string, importer: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];
  if (code === "ERR_MODULE_NOT_FOUND" && !installed(dirname(importer), name))
    return new Error(
      `import: expected the package "${name}" in ${dirname(importer)} or above, found none; run "npm install ${name}".`,
    );
  if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED" || code === "ERR_PACKAGE_IMPORT_NOT_DEFINED")
    return new Error(`import: expected a module for "${specifier}", found none; ${message}.`);
  return error;
}
