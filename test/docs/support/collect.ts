// Collects the public names of the package and their `@example` blocks from the declarations of the build.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../../support/venv.js";

/** A public entry of the package, such as `amfmn-lab/widgets`. */
export interface Entry {
  readonly specifier: string;
  /** Its declarations in dist. */
  readonly file: string;
  /** Names that exist at run time. */
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly examples: readonly Example[];
  /** Functions and classes without an `@example`. */
  readonly withoutExample: readonly string[];
}

/** One `@example` block. */
export interface Example {
  /** The exported name or its member, such as `Vocabulary.build`. */
  readonly name: string;
  readonly code: string;
}

/** Reads every public entry of both packages. Returns none before the build. */
export function collectEntries(): Entry[] {
  const files = [join(root, "src", "kernel"), root].flatMap(entryFiles);
  if (!files.every(({ file }) => existsSync(file))) return [];
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, skipLibCheck: true, types: [] },
  );
  const checker = program.getTypeChecker();
  // A symbol that two entries export belongs to the first.
  const seen = new Set<ts.Symbol>();
  return files.map(({ specifier, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
    return { specifier, file, ...contentsOf(module, checker, seen) };
  });
}

function entryFiles(folder: string): { specifier: string; file: string }[] {
  const { name, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, string | { types: string }>;
  };
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string" ? [] : [{ specifier: join(name, path), file: join(folder, target.types) }],
  );
}

function contentsOf(
  module: ts.Symbol,
  checker: ts.TypeChecker,
  seen: Set<ts.Symbol>,
): Omit<Entry, "specifier" | "file"> {
  const symbols = checker.getExportsOfModule(module).map((symbol) => ({
    name: symbol.name,
    isTypeOnly: symbol.declarations?.some(isTypeOnly) ?? false,
    target: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  }));
  const isValue = ({ isTypeOnly, target }: (typeof symbols)[number]) =>
    !isTypeOnly && (target.flags & ts.SymbolFlags.Value) !== 0;
  const fresh = symbols.filter(({ target }) => !seen.has(target));
  for (const { target } of fresh) seen.add(target);
  const documented = fresh.map((symbol) => {
    const { name, target } = symbol;
    const members = [...(target.members?.values() ?? []), ...(target.exports?.values() ?? [])];
    return {
      name,
      isCalled: isValue(symbol) && (target.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0,
      own: examplesOf(name, target, checker),
      inner: members.flatMap((member) => examplesOf(`${name}.${member.name}`, member, checker)),
    };
  });
  return {
    values: symbols.filter(isValue).map(({ name }) => name),
    types: symbols.filter((symbol) => !isValue(symbol)).map(({ name }) => name),
    examples: documented.flatMap(({ own, inner }) => [...own, ...inner]),
    withoutExample: documented
      .filter(({ isCalled, own }) => isCalled && own.length === 0)
      .map(({ name }) => name),
  };
}

/** Returns true for `export type { Name }` and `export { type Name }`. */
function isTypeOnly(declaration: ts.Declaration): boolean {
  return (
    ts.isExportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly)
  );
}

function examplesOf(name: string, symbol: ts.Symbol, checker: ts.TypeChecker): Example[] {
  return symbol
    .getJsDocTags(checker)
    .filter((tag) => tag.name === "example")
    .map(({ text }) => ({
      name,
      code: ts.displayPartsToString(text).replace(/^```\w*\n|\n?```\s*$/g, ""),
    }));
}
