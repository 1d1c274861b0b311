// A cell's source, parsed once: which names it declares, and its text with module syntax rewritten to what
// V8's REPL can evaluate. `import` declarations become awaited calls of a loader, `export` is dropped, and
// `import()` and `import.meta` go to the kernel's own, since evaluated code has neither.
import { parseSync } from "oxc-parser";

/** Names in scope of evaluated code that stand for what a script has not. */
export const importFunction = "__import";
export const importMeta = "__importMeta";

export interface CellSource {
  readonly code: string;
  /** Code with module syntax rewritten; lines stay where they were. */
  readonly script: string;
  /** Code as the type checker sees it: `export` blanked out, every character where it was. */
  readonly checked: string;
  /** Values (also classes, enums and namespaces) that the cell declares at its top level. */
  readonly values: readonly string[];
  /** Interfaces and type aliases that it declares, and what it imports as a type. */
  readonly types: readonly string[];
}

/** A cell that is not TypeScript. `offset` is where in the code, counted in UTF-16 units. */
export class CellSyntaxError extends Error {
  override name = "SyntaxError";
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Parses a cell.
 * @throws {CellSyntaxError} where it is not TypeScript.
 */
export function parseCell(code: string): CellSource {
  const { program, module, errors } = parseSync("cell.ts", code, { sourceType: "module", lang: "ts" });
  const fatal = errors.find((error) => error.severity === "Error");
  if (fatal) throw new CellSyntaxError(fatal.message, fatal.labels[0]?.start ?? 0);

  const values: string[] = [];
  const types: string[] = [];
  const edits: Edit[] = [];
  const exports: Edit[] = [];
  const blank = (start: number, end: number) =>
    exports.push({ start, end, text: code.slice(start, end).replace(/[^\n]/g, " ") });
  for (const node of program.body as unknown as Node[]) {
    if (node.type === "ImportDeclaration") {
      collectImport(node, values, types);
      edits.push({ start: node.start, end: node.end, text: keepLines(code, node, rewriteImport(node)) });
    } else if (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") {
      const declaration = node.declaration as Node | null;
      if (declaration) {
        collectDeclaration(declaration, values, types);
        const named = node.type === "ExportNamedDeclaration" || declaration.id;
        edits.push({ start: node.start, end: declaration.start, text: named ? "" : "(" });
        blank(node.start, declaration.start);
        if (!named) edits.push({ start: declaration.end, end: declaration.end, text: ")" });
      } else {
        edits.push({ start: node.start, end: node.end, text: keepLines(code, node, "") });
        blank(node.start, node.end);
      }
    } else if (node.type === "ExportAllDeclaration") {
      edits.push({ start: node.start, end: node.end, text: keepLines(code, node, "") });
      blank(node.start, node.end);
    } else collectDeclaration(node, values, types);
  }
  for (const call of module.dynamicImports) {
    edits.push({ start: call.start, end: call.start + "import".length, text: importFunction });
  }
  for (const meta of module.importMetas) edits.push({ start: meta.start, end: meta.end, text: importMeta });
  return {
    code,
    script: applyEdits(code, edits),
    checked: applyEdits(code, exports),
    values: [...new Set(values)],
    types: [...new Set(types)],
  };
}

function applyEdits(code: string, edits: Edit[]): string {
  let result = "";
  let position = 0;
  for (const edit of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += code.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + code.slice(position);
}

/** Replaces a node's text without moving the lines after it. */
function keepLines(code: string, node: Node, text: string): string {
  return text + "\n".repeat(code.slice(node.start, node.end).split("\n").length - 1);
}

function rewriteImport(node: Node): string {
  if (node.importKind === "type") return "";
  const source = JSON.stringify((node.source as { value: string }).value);
  const call = `await ${importFunction}(${source})`;
  const specifiers = (node.specifiers as Node[]).filter((specifier) => specifier.importKind !== "type");
  if ((node.specifiers as Node[]).length === 0) return `${call};`;
  const properties: string[] = [];
  let namespace: string | undefined;
  for (const specifier of specifiers) {
    const local = (specifier.local as { name: string }).name;
    if (specifier.type === "ImportNamespaceSpecifier") namespace = local;
    else if (specifier.type === "ImportDefaultSpecifier") properties.push(`default: ${local}`);
    else properties.push(`${propertyName(specifier.imported as Node)}: ${local}`);
  }
  const parts = [];
  if (namespace) parts.push(`const ${namespace} = ${call};`);
  if (properties.length > 0) parts.push(`const { ${properties.join(", ")} } = ${namespace ?? call};`);
  return parts.join(" ");
}

function propertyName(imported: Node): string {
  return imported.type === "Identifier" ? String(imported.name) : JSON.stringify(imported.value);
}

function collectImport(node: Node, values: string[], types: string[]): void {
  for (const specifier of node.specifiers as Node[]) {
    const local = (specifier.local as { name: string }).name;
    (node.importKind === "type" || specifier.importKind === "type" ? types : values).push(local);
  }
}

function collectDeclaration(node: Node, values: string[], types: string[]): void {
  switch (node.type) {
    case "VariableDeclaration":
      for (const { id } of node.declarations as { id: Node }[]) collectPattern(id, values);
      return;
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      collectPattern(node.id as Node | null, values);
      return;
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      types.push((node.id as { name: string }).name);
      return;
  }
}

function collectPattern(pattern: Node | null, names: string[]): void {
  switch (pattern?.type) {
    case "Identifier":
      names.push(String(pattern.name));
      return;
    case "ObjectPattern":
      for (const property of pattern.properties as Node[]) {
        collectPattern((property.type === "RestElement" ? property.argument : property.value) as Node, names);
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements as (Node | null)[]) collectPattern(element, names);
      return;
    case "AssignmentPattern":
      collectPattern(pattern.left as Node, names);
      return;
    case "RestElement":
      collectPattern(pattern.argument as Node, names);
      return;
  }
}
