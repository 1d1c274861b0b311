// `import` and `require` of cells. A package resolves from the notebook's folder by Node's rules, and then from the
// package folders of the kernel.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LocalModules } from "./localModules.js";
import { packageFolders } from "./packageFolders.js";

type Namespace = Record<string, unknown>;

/** Imports modules for cells. */
export class Importer {
  /** Local modules of the notebook. */
  readonly local = new LocalModules();
  /** `require` of the notebook. It has the provided modules, too. */
  readonly require: NodeJS.Require;
  private readonly parent: string;
  private readonly provided = new Map<string, Namespace>();
  private readonly packageFolders = packageFolders();

  /** @param folder folder of the notebook */
  constructor(private readonly folder: string) {
    this.parent = pathToFileURL(join(folder, "notebook.js")).href;
    const { provided } = this;
    this.require = new Proxy(createRequire(this.parent), {
      apply: (require, _this, [name]: [string]) => provided.get(name) ?? require(name),
    });
  }

  /** Provides a module under a name, in place of an installed one. */
  provide(name: string, module: Namespace): void {
    this.provided.set(name, module);
  }

  /**
   * Imports a module.
   * @param names names to import. CommonJS may have names that Node does not find before it runs the module.
   */
  async import(specifier: string, names: readonly string[] = []): Promise<Namespace> {
    const provided = this.provided.get(specifier);
    if (provided) return provided;
    const address = this.address(String(specifier));
    if (address.endsWith(".json")) return jsonModule(fileURLToPath(address));
    const module = (await import(address)) as Namespace;
    const exports = Object(module.default) as Namespace;
    const hidden = names.filter((name) => !(name in module) && name in exports);
    if (hidden.length === 0) return module;
    return { ...module, ...Object.fromEntries(hidden.map((name) => [name, exports[name]])) };
  }

  private address(specifier: string): string {
    const file = this.localFile(specifier);
    if (!file) return this.resolve(specifier);
    return file.endsWith(".json") ? pathToFileURL(file).href : this.local.address(file);
  }

  private localFile(specifier: string): string | undefined {
    const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier;
    if (!isAbsolute(path) && !/^\.\.?(\/|$)/.test(path)) return undefined;
    const file = this.local.find(resolve(this.folder, path));
    if (!file)
      throw new Error(
        `import: expected a module in ${this.folder}, found no file for "${specifier}"; check its path.`,
      );
    return file;
  }

  private resolve(specifier: string): string {
    try {
      return import.meta.resolve(specifier, this.parent);
    } catch (error) {
      for (const folder of this.packageFolders) {
        try {
          return import.meta.resolve(specifier, pathToFileURL(join(folder, "notebook.js")).href);
        } catch {
          // The next folder may have the package.
        }
      }
      throw error;
    }
  }
}

/** Returns JSON as a module. The value is the default export, and each property of an object is a named export. */
function jsonModule(file: string): Namespace {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  const named = typeof value === "object" && !Array.isArray(value) ? value : {};
  return { ...named, default: value };
}
