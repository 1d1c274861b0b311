// Keeps the declarations of earlier cells in modules, from which the module of a later cell takes the names that it
// uses. The language server rebuilds its program for a new module and for changed imports, which takes three times as
// long as a check with a large library in scope. To avoid that, a plain cell becomes a namespace in a volume, which is a
// module that grows, and every module imports only the scope, which exports all volumes.
import { awaited, type CellSource } from "../source/cellSource.js";

/** Name of the scope in a module. */
export const scopeName = "__cells__";
const scopeModule = "scope";

/** Size at which a volume is closed, in characters. The server reads a volume again when a cell is added. */
const fullVolume = 30_000;

/** Matches syntax that a namespace cannot have: imports and additions to other modules. */
const moduleSyntax = /\bimport\b|\bdeclare\s+(?:global|module)\b|^\s*\/\/\//m;

/** Returns true for a cell that needs a module of its own. */
export function isModule({ code, language }: Pick<CellSource, "code"> & Partial<CellSource>): boolean {
  return language === "tsx" || moduleSyntax.test(code);
}

/** Returns true for the name of a module with JSX, which needs another extension. */
export function isJsxModule(module: string): boolean {
  return module.startsWith("jsx");
}

/** Modules of the cells that ran. */
export class PastCells {
  private readonly owner = new Map<
    string,
    { place: string; kind: "const" | "annotated" | "let" | "other" }
  >();
  private readonly exported: string[] = [];
  private readonly references = new Set<string>();
  /** Names of modules by their text, so that an unchanged cell is the same module when it runs again. */
  private readonly modules = new Map<string, string>();
  private readonly volume = { number: 0, text: "" };
  private number = 0;

  /** @param address returns the specifier of a module of the notebook */
  constructor(private readonly address: (module: string) => string) {}

  /** Names of all earlier cells. */
  get names(): string[] {
    return [...this.owner.keys()];
  }

  /** Returns the name of the module for a cell with this text. */
  moduleOf(text: string, language: CellSource["language"]): string {
    return this.modules.get(text) ?? `${language === "tsx" ? "jsx" : "module"}${this.number}`;
  }

  /** Returns true if the scope exports a module. */
  isExported(module: string): boolean {
    return this.exported.includes(module);
  }

  /** Returns the text of a module that exports the declarations of a cell. */
  text(source: CellSource, code: string, names: readonly string[]): string {
    return `${this.prelude(names)}\n${code}\n${exportsOf(source)}`;
  }

  /**
   * Returns name and text of the scope, with one more module if named.
   * @param references directives with references to types beside those of the earlier cells
   */
  scope(also?: string, references: readonly string[] = []): [module: string, text: string] {
    const all = also === undefined || this.isExported(also) ? this.exported : [...this.exported, also];
    const exports = all.map((name) => `export * as ${name} from "${this.address(name)}";`);
    // A directive counts at the beginning of a file only, where the module of a cell has its scope.
    const directives = new Set([...this.references, ...references]);
    return [scopeModule, [...directives, ...exports, "export {};"].join("\n")];
  }

  /**
   * Returns the first line of a module, which puts names of earlier cells in scope.
   * @param names names that the module uses and does not declare
   * @param documented whether names keep their doc comments. Variables that can be assigned to do not have them, nor
   * constants that the checker can narrow.
   */
  prelude(names: readonly string[], documented = false): string {
    // The import is last, because the server completes nothing after an alias.
    return `${this.inScope(names, documented)} import * as ${scopeName} from "${this.address(scopeModule)}";`;
  }

  /**
   * Adds a cell that runs.
   * @param code code of the cell in a module
   * @param names names of earlier cells that the cell uses
   * @returns name and text of each module that is new or changed
   */
  add(source: CellSource, code: string, names: readonly string[]): [module: string, text: string][] {
    if (isModule(source)) {
      const text = this.text(source, code, names);
      const module = this.moduleOf(text, source.language);
      for (const directive of source.references) this.references.add(directive);
      this.modules.set(text, module);
      if (!this.isExported(module)) this.exported.push(module);
      this.own(source, module);
      return [this.scope(), [module, text]];
    }
    if (source.values.length + source.types.length === 0) return [];
    const { volume } = this;
    const cell = `cell${this.number}`;
    const changed: [string, string][] = [];
    if (volume.text === "" || volume.text.length > fullVolume) {
      volume.number += 1;
      volume.text = `${this.prelude([])} declare function ${awaited}<T>(value: T): Awaited<T>;`;
      this.exported.push(this.volumeName);
      changed.push(this.scope());
    }
    // The namespace may have errors. They are not reported, because the server is asked only for its types.
    volume.text += `\nexport namespace ${cell} { ${this.inScope(names)}\n${code}\n${exportsOf(source)}\n}`;
    this.own(source, `${this.volumeName}.${cell}`);
    changed.push([this.volumeName, volume.text]);
    return changed;
  }

  private get volumeName(): string {
    return `volume${this.volume.number}`;
  }

  private own({ values, variables, constants, annotated, types }: CellSource, place: string): void {
    for (const name of [...values, ...types]) this.owner.set(name, { place, kind: "other" });
    for (const name of variables) this.owner.set(name, { place, kind: "let" });
    for (const name of constants) this.owner.set(name, { place, kind: "const" });
    for (const name of annotated) this.owner.set(name, { place, kind: "annotated" });
    this.number += 1;
  }

  private inScope(names: readonly string[], documented = false): string {
    const all = names.map((name) => {
      const { place, kind } = this.owner.get(name)!;
      const path = `${scopeName}.${place}.${name}`;
      // An alias cannot be assigned to, and the checker does not narrow it in a callback.
      if (kind === "other" || documented) return `import ${name} = ${path};`;
      if (kind === "let") return `declare let ${name}: typeof ${path};`;
      // The type of `const rate = 0.1` is 0.1, which widens to number. Only another constant keeps that. An assertion
      // function needs a declared type.
      return kind === "const" ? `const ${name} = ${path};` : `declare const ${name}: typeof ${path};`;
    });
    return all.join(" ");
  }
}

function exportsOf({ values, types }: CellSource): string {
  return `export { ${[...values, ...types].join(", ")} };`;
}
