// The function that replaces imports in cells. An imported name becomes a global. Names of ES modules stay live: the
// global reads the module's current value.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Imported, Importer } from "../modules/importer.js";
import { missingExport } from "../modules/interop.js";
import { manifestOf } from "../modules/resolver.js";

/** Knowledge about the names of cells. */
interface CellNames {
  /** Returns true for a name that the running cell uses as a value. */
  usesAsValue(name: string): boolean;
  /** Returns the name in scripts for a name in cells. */
  nameInScript(name: string): string;
}

/** Imports for cells. */
export class CellImports {
  constructor(
    private readonly importer: Importer,
    private readonly names: CellNames,
  ) {}

  /**
   * Imports a module.
   * @param second names that an import declaration imports, or else the options of `import()`
   * @param bindings names of globals to define, with the imported name of each. "*" is the namespace.
   */
  readonly import = async (
    specifier: unknown,
    second?: unknown,
    bindings: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => {
    if (!Array.isArray(second)) return (await this.importer.import(specifier, second)).namespace;
    const imported = await this.importer.import(specifier);
    const bound = Object.entries(bindings);
    const unbound = (second as string[]).filter((name) => !bound.some(([, one]) => one === name));
    for (const [local, name] of [...bound, ...unbound.map((one) => [undefined, one] as const)])
      if (name !== "*" && !(name in imported.namespace) && !this.isType(local, imported))
        throw missingExport(name, String(specifier), Object.keys(imported.namespace));
    for (const [local, name] of bound) this.define(local, name, imported);
    return imported.namespace;
  };

  /** Returns true if a missing export may be a type. Types are imported without the word `type`, too. */
  private isType(local: string | undefined, { file }: Imported): boolean {
    if (local !== undefined && this.names.usesAsValue(local)) return false;
    return file === undefined || hasTypes(file);
  }

  private define(local: string, name: string, { namespace, mayChange }: Imported): void {
    const isLive = name !== "*" && mayChange(name);
    const value = name === "*" ? namespace : isLive ? undefined : namespace[name];
    Object.defineProperty(globalThis, this.names.nameInScript(local), {
      configurable: true,
      enumerable: false,
      ...(isLive ? { get: () => namespace[name] } : { value, writable: false }),
    });
  }
}

/** Returns true for a module with types: in TypeScript, with declarations beside it, or of a package that has types. */
function hasTypes(file: string): boolean {
  if (/\.[cm]?tsx?$/.test(file)) return true;
  const base = file.replace(/\.[^./\\]+$/, "");
  if ([".d.ts", ".d.mts", ".d.cts"].some((extension) => existsSync(base + extension))) return true;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = manifestOf(folder);
    if (typeof manifest?.name !== "string") continue;
    const types = join(dirname(folder), "@types", manifest.name.replace(/^@([^/]+)\//, "$1__"));
    const described = JSON.stringify([manifest.types, manifest.typings, manifest.exports]);
    return (
      /\.d\.[cm]?ts|"types"/.test(described) || existsSync(join(folder, "index.d.ts")) || existsSync(types)
    );
  }
  return false;
}
