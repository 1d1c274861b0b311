// `import` and `require` of cells and of local modules.
import Module, { createRequire } from "node:module";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Namespace, namespaceOf } from "./interop.js";
import { LocalModules } from "./localModules.js";
import { parseJson } from "./moduleSource.js";
import { NotebookProject } from "./project.js";
import { isPath, type Resolution, Resolver } from "./resolver.js";

/** A module's namespace, and its bindings that may change. */
export interface Imported {
  readonly namespace: Namespace;
  /** Returns true for a name whose value may change later. */
  mayChange(name: string): boolean;
  /** Path of the module's file, or undefined for a module without a file. */
  readonly file: string | undefined;
}

const constant = () => false;

/** Imports modules for a notebook. */
export class Importer {
  readonly project: NotebookProject;
  /** Local modules of the notebook. */
  readonly local: LocalModules;
  /** `require` of the notebook. It has the provided modules, too. */
  readonly require: NodeJS.Require;
  private readonly resolver: Resolver;
  private readonly provided = new Map<string, Namespace>();

  /** @param notebook path of the notebook, which need not exist */
  constructor(private readonly notebook: string) {
    this.project = new NotebookProject(dirname(notebook));
    this.resolver = new Resolver(this.project);
    this.local = new LocalModules(this.resolver, this.project);
    this.require = this.requireOfNotebook();
  }

  /** Provides a module under a name, in place of an installed one. */
  provide(name: string, module: Namespace): void {
    this.provided.set(name, module);
  }

  /** Imports a module for a cell. */
  import(specifier: unknown, options?: unknown): Promise<Imported> {
    return this.load(String(specifier), this.notebook, options);
  }

  /** Imports a module for `import()` in a local module. */
  async importFrom(file: string, specifier: unknown, options?: unknown): Promise<unknown> {
    return (await this.load(String(specifier), file, options)).namespace;
  }

  /** Returns the URL of a module, for `import.meta.resolve` of a file. A path need not exist. */
  metaResolve(specifier: string, file: string): string {
    try {
      return this.resolver.resolve(String(specifier), file).url;
    } catch (error) {
      if (isPath(specifier)) return new URL(specifier, `file://${dirname(file)}/`).href;
      throw error;
    }
  }

  /**
   * Returns the local files that imports reach, with a version of each that changes with any file that it reaches.
   * @returns also the failure of the first import that cannot be resolved or compiled
   */
  localFiles(specifiers: readonly string[]): { files: Map<string, string>; failure?: { error: unknown } } {
    const files = new Map<string, string>();
    let failure: { error: unknown } | undefined;
    for (const specifier of specifiers) {
      if (this.provided.has(specifier)) continue;
      try {
        const { file } = this.resolver.resolve(specifier, this.notebook);
        for (const [path, version] of file ? this.local.versions(file) : []) files.set(path, version);
      } catch (error) {
        failure ??= { error };
      }
    }
    return { files, ...(failure ? { failure } : {}) };
  }

  /** Returns true for a specifier that resolves. */
  isImportable(specifier: string): boolean {
    try {
      return this.provided.has(specifier) || this.resolver.resolve(specifier, this.notebook).url !== "";
    } catch {
      return false;
    }
  }

  private requireOfNotebook(): NodeJS.Require {
    const { provided, notebook } = this;
    const own = createRequire(notebook);
    // The notebook is the main module, as a script is that Node runs.
    const main = new Module(notebook) as NodeModule & { paths: string[]; filename: string };
    Object.assign(main, { filename: notebook, paths: own.resolve.paths("x") ?? [], loaded: true });
    own.main = main;
    return new Proxy(own, {
      apply: (require, _this, [name]: [string]) => provided.get(name) ?? require(name),
    });
  }

  private async load(specifier: string, importer: string, options?: unknown): Promise<Imported> {
    const provided = this.provided.get(specifier);
    if (provided) return { namespace: provided, mayChange: constant, file: undefined };
    try {
      return await this.loadModule(this.resolver.resolve(specifier, importer), options);
    } catch (error) {
      throw this.withFiles(error);
    }
  }

  private async loadModule({ url, file }: Resolution, options: unknown): Promise<Imported> {
    if (file && extname(file) === ".json")
      return { namespace: jsonModule(file, this.resolver.read(file)), mayChange: constant, file };
    const path = url.startsWith("file:") ? fileURLToPath(url) : undefined;
    if (path && this.local.commonJs.isCommonJs(url))
      return { namespace: namespaceOf(this.local.commonJs.load(path)), mayChange: constant, file: path };
    const address = file ? this.local.address(file) : url;
    const namespace = (await (file
      ? import(address)
      : import(address, options as ImportCallOptions))) as Namespace;
    const functionsChange = file !== undefined && this.local.hasVariables(file);
    const mayChange =
      path === undefined
        ? constant
        : (name: string) => functionsChange || typeof namespace[name] !== "function";
    return { namespace, mayChange, file: path };
  }

  /** Replaces the addresses of compiled modules in an error by the paths of their files. */
  private withFiles(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    const [message, stack] = [error.message, String(error.stack)];
    const [newMessage, newStack] = [this.local.withFiles(message), this.local.withFiles(stack)];
    if (newMessage !== message) error.message = newMessage;
    if (newStack !== stack) error.stack = newStack;
    return error;
  }
}

/** Returns JSON as a module. The value is the default export, and each property of an object is a named export. */
function jsonModule(file: string, text: string): Namespace {
  const value = parseJson(file, text);
  const named = typeof value === "object" && !Array.isArray(value) ? value : {};
  return { ...named, default: value };
}
