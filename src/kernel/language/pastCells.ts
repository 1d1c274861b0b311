// What the cells that ran declared, as modules of which a later one takes the names that it uses. The language
// server builds its program anew when a module's imports change or a module is new (with a large library in scope
// that takes three times as long as the check). So a plain cell becomes a namespace in a volume, a module that
// grows with the notebook, and every module imports one and the same: the scope, which exports all of them.
import { awaited, type CellSource } from "../source/cellSource.js";

/** By what name a module knows the scope. */
export const scopeName = "__cells__";
const scopeModule = "scope";

/** A volume is read again when a cell is added to it; one of this many characters is closed. */
const fullVolume = 30_000;

/** What only a module of its own can hold: its imports, and what it adds to others. */
const moduleSyntax = /\bimport\b|\bdeclare\s+(?:global|module)\b|^\s*\/\/\//m;

export function isModule({ code }: Pick<CellSource, "code">): boolean {
  return moduleSyntax.test(code);
}

export class PastCells {
  private readonly owner = new Map<
    string,
    { place: string; kind: "const" | "annotated" | "let" | "other" }
  >();
  private readonly exported: string[] = [];
  /** Modules of cells that ran, by their text: a cell that runs again unchanged is the same module. */
  private readonly modules = new Map<string, string>();
  private readonly volume = { number: 0, text: "" };
  private number = 0;

  /** @param address what a module of the notebook is imported from, by its name */
  constructor(private readonly address: (module: string) => string) {}

  /** Names that a cell can use. */
  get names(): string[] {
    return [...this.owner.keys()];
  }

  /** The module that a cell with imports is shown as, should it run. */
  moduleOf(text: string): string {
    return this.modules.get(text) ?? `module${this.number}`;
  }

  /** Whether a module is in use by other cells. */
  isExported(module: string): boolean {
    return this.exported.includes(module);
  }

  /** A cell as the text of a module that exports what it declares. */
  text(source: CellSource, code: string, names: readonly string[]): string {
    return `${this.prelude(names)}\n${code}\n${exportsOf(source)}`;
  }

  /** The scope as it is now, or with a module more, by its name. */
  scope(also?: string): [module: string, text: string] {
    const all = also === undefined || this.isExported(also) ? this.exported : [...this.exported, also];
    const exports = all.map((name) => `export * as ${name} from "${this.address(name)}";`);
    return [scopeModule, [...exports, "export {};"].join("\n")];
  }

  /**
   * The first line of a module: it puts names of earlier cells in scope.
   * @param names which of them the module uses; those that it declares itself left out
   * @param documented whether the names keep their doc comments, which constants that can be narrowed do not
   */
  prelude(names: readonly string[], documented = false): string {
    // The server completes nothing after an alias.
    return `${this.inScope(names, documented)} import * as ${scopeName} from "${this.address(scopeModule)}";`;
  }

  /**
   * Adds a cell that runs, and gives the modules that are new or have changed by it: name and text.
   * @param code what stands for the cell in a module
   * @param names what it uses of earlier cells
   */
  add(source: CellSource, code: string, names: readonly string[]): [module: string, text: string][] {
    if (isModule(source)) {
      const text = this.text(source, code, names);
      const module = this.moduleOf(text);
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
    // It may be no namespace that the checker would pass, but is checked no more: only its types are asked for.
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
      // An alias could not be assigned to, and would not be known as narrowed in a callback.
      if (kind === "let") return `declare let ${name}: typeof ${path};`;
      if (kind === "other" || documented) return `import ${name} = ${path};`;
      // Of `const rate = 0.1` the type is 0.1 that widens to number, which only another such constant keeps; an
      // assertion function is one only where its type is said.
      return kind === "const" ? `const ${name} = ${path};` : `declare const ${name}: typeof ${path};`;
    });
    return all.join(" ");
  }
}

function exportsOf({ values, types }: CellSource): string {
  return `export { ${[...values, ...types].join(", ")} };`;
}
