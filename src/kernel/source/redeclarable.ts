// Rewrites a script so that each name of its top level is a `let`. In V8's REPL mode a later script can redeclare a
// `let` or a class by any kind, but a function, `var` or `const` only by the same kind. The rewrite hoists functions. It
// renames globals of Node that a cell declares (`process`, `setTimeout`), because the kernel uses them, too.
import { parseSync } from "oxc-parser";
import { rewriteImport } from "./cellSource.js";
import {
  applyEdits,
  type Edit,
  type EditedText,
  editedPieces,
  fromPieces,
  type Piece,
} from "./editedText.js";
import { checkNesting } from "./nesting.js";
import { children, collectPattern, isOwnScope, type Node } from "./syntax.js";

/** Globals of Node. */
const builtIn = new Set(Object.getOwnPropertyNames(globalThis));

/** Returns the name in the cell for a name in the script. */
export function writtenName(name: string): string {
  return name.endsWith("_") && builtIn.has(name.slice(0, -1)) ? name.slice(0, -1) : name;
}

/** Knows which globals of Node the cells have declared, and rewrites scripts. */
export class Redeclarations {
  private readonly renamed = new Set<string>();
  private readonly declared = new Set<string>();

  /** Registers declared names. The globals of Node among them are renamed from now on. */
  reserve(names: readonly string[]): void {
    for (const name of names) if (builtIn.has(name)) this.renamed.add(name);
  }

  /** Returns true for a name that a script has declared. */
  isDeclared(name: string): boolean {
    return this.declared.has(name);
  }

  /** Returns the name in scripts for a name in a cell. */
  nameInScript(name: string): string {
    return this.renamed.has(name) ? `${name}_` : name;
  }

  /**
   * Rewrites a script.
   * @param script JavaScript without module syntax
   * @param values names that the cell declares at its top level
   * @param live those of them that are globals instead
   * @param boxed whether the value of the last expression is put into a list
   */
  rewrite(
    script: string,
    values: readonly string[],
    live: readonly string[] = [],
    boxed = false,
  ): RewrittenScript {
    this.reserve(values);
    for (const name of values) if (!live.includes(name)) this.declared.add(name);
    if (this.renamed.size === 0) return asLets(script, boxed);
    const safe = rename(script, this.renamed);
    const result = asLets(safe.text, boxed);
    return { ...result, origin: (offset) => safe.origin(result.origin(offset)) };
  }
}

/** A script for V8's REPL mode. */
interface RewrittenScript extends EditedText {
  /** True if the value of the last expression is in a list. */
  readonly boxed: boolean;
}

function parse(script: string): Node {
  checkNesting(script);
  return parseSync("cell.js", script, { sourceType: "module", lang: "js" }).program as unknown as Node;
}

function asLets(script: string, boxed: boolean): RewrittenScript {
  const edits: Edit[] = [];
  const functions = new Map<string, Node>();
  const variables: string[] = [];
  const program = parse(script);
  for (const statement of program.body as Node[]) {
    if (statement.type === "FunctionDeclaration") {
      functions.set(String((statement.id as Node).name), statement);
      edits.push({ start: statement.start, end: statement.end, text: "" });
    } else if (statement.type === "ImportDeclaration") {
      // The compilation of JSX added it.
      const text = rewriteImport(statement, () => true, []).replace(/^const/, "let");
      edits.push({ start: statement.start, end: statement.end, text });
    } else {
      if (statement.type === "VariableDeclaration" && statement.kind === "const")
        edits.push({ start: statement.start, end: statement.start + "const".length, text: "let" });
      rewriteVars(statement, edits, variables);
    }
  }
  const last = (program.body as Node[]).at(-1);
  const isBoxed = boxed && last?.type === "ExpressionStatement";
  if (isBoxed) {
    const end = script[last.end - 1] === ";" ? last.end - 1 : last.end;
    // Without the semicolon, the list would be an index of an expression before it.
    edits.push({ start: last.start, end: last.start, text: ";[(" }, { start: end, end, text: ")]" });
  }
  const names = [...new Set(variables)].filter((name) => !functions.has(name));
  const hoisted: Piece[] = names.map((name) => `let ${name};`);
  for (const [name, node] of functions) {
    const id = node.id as Node;
    hoisted.push(
      `let ${name} = `,
      { start: node.start, end: id.start },
      { start: id.end, end: node.end },
      ";",
    );
  }
  const edited = fromPieces(script, ['"use strict";', ...hoisted, ...editedPieces(script.length, edits)]);
  return { ...edited, boxed: isBoxed };
}

/** Turns each `var` that belongs to the top level into assignments and adds its names to `names`. */
function rewriteVars(statement: Node, edits: Edit[], names: string[]): void {
  const waiting: { node: Node; parent?: Node }[] = [{ node: statement }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent } = next;
    rewriteVar(node, parent, edits, names);
    if (!isOwnScope(node))
      waiting.push(...[...children(node)].map((child) => ({ node: child, parent: node })));
  }
}

function rewriteVar(node: Node, parent: Node | undefined, edits: Edit[], names: string[]): void {
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    const declarations = node.declarations as Node[];
    for (const { id } of declarations) collectPattern(id as Node, names);
    const first = declarations[0]!.start;
    const last = declarations.at(-1)!.end;
    const isLoopTarget = /^For(In|Of)Statement$/.test(parent?.type ?? "") && parent?.left === node;
    edits.push({ start: node.start, end: first, text: isLoopTarget ? "" : "(" });
    if (!isLoopTarget) edits.push({ start: last, end: last, text: ")" });
  }
}

/** Renames all bindings of some names and all references to them. */
function rename(script: string, names: ReadonlySet<string>): EditedText {
  const edits: Edit[] = [];
  const mark = ({ start, end, name }: Node, before = "") => {
    if (names.has(String(name))) edits.push({ start, end, text: `${before}${name}_` });
  };
  const visit = (node: Node, parent?: Node) => {
    if (node.type === "Identifier" && !isPropertyName(node, parent)) mark(node);
    else if (node.type === "Property" && node.shorthand) {
      // `{ fetch }` and the pattern `{ fetch = 1 }` name a property and a binding.
      const value = node.value as Node;
      const withDefault = value.type === "AssignmentPattern";
      mark(node.key as Node, `${(node.key as Node).name}: `);
      if (withDefault) visit(value.right as Node, value);
    } else for (const child of children(node)) visit(child, node);
  };
  visit(parse(script));
  return applyEdits(script, edits);
}

function isPropertyName(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.key === node && !parent.computed;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return parent.body !== node;
    default:
      return false;
  }
}
