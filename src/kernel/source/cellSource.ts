// Parses a cell: the names that it declares, and its text without module syntax, which V8's REPL cannot evaluate.
// `import` declarations become awaited calls of a loader, `export` is removed, and `import()` and `import.meta` are
// replaced by names that the kernel defines.
import type { Position } from "../language/cursor.js";
import { applyEdits, type Edit, type EditedText } from "./editedText.js";
import { parseSource } from "./parse.js";
import { children, collectInnerVars, collectPattern, isOwnScope, type Node } from "./syntax.js";
import { valueNames } from "./valueNames.js";

/** Name of the function that replaces `import` declarations and `import()`. */
export const importFunction = "__import";
/** Name of the object that replaces `import.meta`. */
export const importMeta = "__importMeta";
/** Name of the function that wraps each `await`, so that an interrupted cell stops there. */
export const resumed = "__resumed";
/** Name of the function that replaces `await` in a namespace. Its type is `<T>(value: T) => Awaited<T>`. */
export const awaited = "__awaited__";

/** A parsed cell. */
export interface CellSource {
  /** Text of the cell. */
  readonly code: string;
  /** "tsx" for a cell with JSX. */
  readonly language: "ts" | "tsx";
  /** Code with module syntax rewritten. */
  readonly script: EditedText;
  /** Code for the type checker: `export` is replaced by spaces, so that positions stay the same. */
  readonly checked: string;
  /** Code for the inside of a namespace, which has no `await`: each one of the top level is a call of `awaited`. */
  readonly inNamespace: string;
  /** Values, classes, enums and namespaces that the cell declares at its top level. */
  readonly values: readonly string[];
  /** Interfaces and type aliases that the cell declares, and its imports of types. */
  readonly types: readonly string[];
  /** Values that can be assigned to: `let` and `var`. */
  readonly variables: readonly string[];
  /** Values that cannot be assigned to and are no types: `const` and `using`. */
  readonly constants: readonly string[];
  /** Constants with a type annotation, and constants of a unique symbol type. */
  readonly annotated: readonly string[];
  /** Specifiers of the import declarations, and of calls of `import()` with a plain string. */
  readonly imports: readonly string[];
  /** Imported names that are globals instead of variables of the script, so that their values stay live. */
  readonly live: readonly string[];
  /** Directives with references to types, such as `/// <reference types="node" />`. */
  readonly references: readonly string[];
  /** Returns true for a name that the cell uses as a value, not as a type alone. */
  usesAsValue(name: string): boolean;
  /** Returns the position in `code` for one in `checked`, which may have other columns. */
  placeInCode(position: Position): Position;
  /** True for a cell that ends with an expression and so has a value. */
  readonly showsValue: boolean;
}

/** A cell has a syntax error at `offset`, counted in UTF-16 units. */
export class CellSyntaxError extends Error {
  override name = "SyntaxError";
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/**
 * Parses a cell.
 * @param isDeclared returns whether a script has declared a name. An import of such a name is a copy of the value.
 * @throws {CellSyntaxError} for a syntax error
 */
export function parseCell(code: string, isDeclared: (name: string) => boolean = () => true): CellSource {
  const { program, module, errors, language } = parseSource(code);
  const fatal = errors[0];
  if (fatal) throw new CellSyntaxError(fatal.message, fatal.offset);

  const names = new Names();
  const edits: Edit[] = [];
  const exports: Edit[] = [];
  const blank = (start: number, end: number) =>
    exports.push({ start, end, text: code.slice(start, end).replace(/[^\n]/g, " ") });
  const statements = program.body as unknown as Node[];
  const live: string[] = [];
  for (const node of statements) {
    const { start, end } = node;
    if (node.type === "ImportDeclaration") {
      names.addImport(node);
      edits.push({ start, end, text: rewriteImport(node, isDeclared, live) });
    } else if (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") {
      const declaration = node.declaration as Node | null;
      if (declaration) {
        names.addDeclaration(declaration);
        const named = node.type === "ExportNamedDeclaration" || declaration.id;
        edits.push({ start, end: declaration.start, text: named ? "" : "(" });
        if (named) blank(start, declaration.start);
        else {
          // An expression, because a class or function without `default` needs a name. No line moves.
          const close = { start: declaration.end, end: declaration.end, text: ")" };
          exports.push({ start, end: start + 2, text: ";(" }, close);
          blank(start + 2, declaration.start);
          edits.push(close);
        }
      } else {
        edits.push({ start, end, text: "" });
        blank(start, end);
      }
    } else if (node.type === "ExportAllDeclaration") {
      edits.push({ start, end, text: "" });
      blank(start, end);
    } else names.addDeclaration(node);
  }
  for (const call of module.dynamicImports) {
    edits.push({ start: call.start, end: call.start + "import".length, text: importFunction });
  }
  const calls: Edit[] = [];
  if (code.includes("await")) {
    markAwaits(program as unknown as Node, edits);
    for (const node of statements) replaceAwaits(node, calls);
  }
  for (const meta of module.importMetas) edits.push({ start: meta.start, end: meta.end, text: importMeta });
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    return /^(["'])([^"'\\]+)\1$/.exec(code.slice(start, end))?.[2] ?? [];
  });
  let used: Set<string> | undefined;
  return {
    code,
    language,
    live,
    references: code.match(/^\s*\/\/\/\s*<reference\s.*\/>/gm)?.map((line) => line.trim()) ?? [],
    usesAsValue(name) {
      used ??= valueNames(program as unknown as Node);
      return used.has(name);
    },
    script: applyEdits(code, edits),
    checked: applyEdits(code, exports).text,
    inNamespace: applyEdits(code, [...exports, ...calls]).text,
    values: [...names.values],
    types: [...names.types].filter((name) => !names.values.has(name)),
    variables: [...names.variables],
    constants: [...names.constants].filter((name) => !names.types.has(name)),
    annotated: [...names.annotated].filter((name) => !names.types.has(name)),
    imports: [
      ...new Set([...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic]),
    ],
    placeInCode: (position) => position,
    showsValue: statements.at(-1)?.type === "ExpressionStatement",
  };
}

function markAwaits(node: Node, edits: Edit[]): void {
  const around = (start: number, end: number, before: string, after: string) => {
    edits.push({ start, end: start, text: before });
    for (const child of children(node)) markAwaits(child, edits);
    edits.push({ start: end, end, text: after });
  };
  if (node.type === "AwaitExpression") around(node.start, node.end, `${resumed}(`, ")");
  else if (node.type === "ForOfStatement" && node.await) {
    const { start, end } = node.body as Node;
    around(start, end, `{ ${resumed}(); `, " }");
  } else for (const child of children(node)) markAwaits(child, edits);
}

function replaceAwaits(node: Node, edits: Edit[]): void {
  if (isOwnScope(node)) return;
  if (node.type === "AwaitExpression")
    edits.push(
      { start: node.start, end: node.start + "await".length, text: `${awaited}(` },
      { start: node.end, end: node.end, text: ")" },
    );
  for (const child of children(node)) replaceAwaits(child, edits);
}

/**
 * Returns an `import` declaration as an awaited call. Names that no script has declared become globals, which the call
 * defines. A type that is imported without `type` becomes undefined.
 * @param live receives the names that become globals
 */
export function rewriteImport(node: Node, isDeclared: (name: string) => boolean, live: string[]): string {
  if (node.importKind === "type") return "";
  const specifiers = (node.specifiers as Node[]).filter((specifier) => specifier.importKind !== "type");
  const properties: string[] = [];
  const names: string[] = [];
  const bindings: string[] = [];
  let namespace: string | undefined;
  for (const specifier of specifiers) {
    const local = (specifier.local as { name: string }).name;
    const isCopy = isDeclared(local);
    if (!isCopy) live.push(local);
    const bind = (imported: string) => bindings.push(`${JSON.stringify(local)}: ${JSON.stringify(imported)}`);
    if (specifier.type === "ImportNamespaceSpecifier") {
      if (isCopy) namespace = local;
      else bind("*");
    } else if (specifier.type === "ImportDefaultSpecifier") {
      if (isCopy) properties.push(`default: ${local}`);
      else bind("default");
    } else {
      const { name, value } = specifier.imported as { name?: string; value?: string };
      names.push(JSON.stringify(name ?? value));
      if (isCopy) properties.push(`${name ?? JSON.stringify(value)}: ${local}`);
      else bind((name ?? value)!);
    }
  }
  const source = JSON.stringify((node.source as { value: string }).value);
  const listed = names.length > 0 || bindings.length > 0 ? [`[${names}]`] : [];
  const bound = bindings.length > 0 ? [`{ ${bindings.join(", ")} }`] : [];
  const call = `await ${importFunction}(${[source, ...listed, ...bound].join(", ")})`;
  const parts = [];
  if (namespace) parts.push(`const ${namespace} = ${call};`);
  if (properties.length > 0) parts.push(`const { ${properties.join(", ")} } = ${namespace ?? call};`);
  return parts.length > 0 ? parts.join(" ") : `${call};`;
}

/** Returns true for an initializer that gives a constant the type `unique symbol`. */
function isSymbolCall(node: Node | null): boolean {
  if (node?.type !== "CallExpression") return false;
  const callee = node.callee as Node;
  const name = (callee.type === "MemberExpression" ? callee.object : callee) as Node;
  return name.name === "Symbol";
}

/** Names that a cell declares, by kind. */
class Names {
  readonly values = new Set<string>();
  readonly types = new Set<string>();
  readonly variables = new Set<string>();
  readonly constants = new Set<string>();
  readonly annotated = new Set<string>();

  addImport(node: Node): void {
    for (const specifier of node.specifiers as Node[]) {
      const { name } = specifier.local as { name: string };
      if (node.importKind === "type" || specifier.importKind === "type") this.types.add(name);
      else this.values.add(name);
    }
  }

  addDeclaration(node: Node): void {
    switch (node.type) {
      case "VariableDeclaration": {
        const assignable = node.kind === "let" || node.kind === "var";
        for (const { id, init } of node.declarations as { id: Node; init: Node | null }[]) {
          const names: string[] = [];
          collectPattern(id, names);
          const hasOwnType = id.typeAnnotation !== null || isSymbolCall(init);
          for (const name of names) assignable ? this.addVariable(name) : this.addConstant(name, hasOwnType);
        }
        return;
      }
      case "TSImportEqualsDeclaration":
        this.values.add((node.id as { name: string }).name);
        return;
      case "FunctionDeclaration":
      case "TSDeclareFunction":
      case "ClassDeclaration":
      case "TSEnumDeclaration":
      case "TSModuleDeclaration": {
        let id = node.id as Node | null;
        while (id?.type === "TSQualifiedName") id = id.left as Node;
        if (id?.type === "Identifier" && node.kind !== "global") this.values.add(String(id.name));
        return;
      }
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        this.types.add((node.id as { name: string }).name);
        return;
      default: {
        const names: string[] = [];
        collectInnerVars(node, names);
        for (const name of names) this.addVariable(name);
      }
    }
  }

  private addConstant(name: string, hasOwnType: boolean): void {
    this.values.add(name);
    this.constants.add(name);
    if (hasOwnType) this.annotated.add(name);
  }

  private addVariable(name: string): void {
    this.values.add(name);
    this.variables.add(name);
  }
}
