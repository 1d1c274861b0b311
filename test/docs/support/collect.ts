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

/** Reads every public entry that package.json names. Returns none before the build. */
export function collectEntries(): Entry[] {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, string | { types: string }>;
  };
  const files = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string" ? [] : [{ specifier: join(name, path), file: join(root, target.types) }],
  );
  if (!files.every(({ file }) => existsSync(file))) return [];
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, skipLibCheck: true, types: [] },
  );
  const checker = program.getTypeChecker();
  return files.map(({ specifier, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
    return { specifier, file, ...contentsOf(module, checker) };
  });
}

function contentsOf(module: ts.Symbol, checker: ts.TypeChecker): Omit<Entry, "specifier" | "file"> {
  const symbols = checker.getExportsOfModule(module).map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const members = [...(target.members?.values() ?? []), ...(target.exports?.values() ?? [])];
    const own = examplesOf(symbol.name, target, checker);
    const inner = members.flatMap((member) => examplesOf(`${symbol.name}.${member.name}`, member, checker));
    return { name: symbol.name, flags: target.flags, own, inner };
  });
  const named = (flags: ts.SymbolFlags) => symbols.filter((symbol) => symbol.flags & flags);
  return {
    values: named(ts.SymbolFlags.Value).map(({ name }) => name),
    types: named(ts.SymbolFlags.Type).map(({ name }) => name),
    examples: symbols.flatMap(({ own, inner }) => [...own, ...inner]),
    withoutExample: named(ts.SymbolFlags.Function | ts.SymbolFlags.Class)
      .filter(({ own }) => own.length === 0)
      .map(({ name }) => name),
  };
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
