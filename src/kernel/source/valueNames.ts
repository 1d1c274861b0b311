// Names that code uses as values, apart from those that it uses as types.
import { children, type Node } from "./syntax.js";

/** Nodes of TypeScript that hold expressions beside their types, by the properties of the expressions. */
const expressions: Record<string, readonly string[]> = {
  TSAsExpression: ["expression"],
  TSSatisfiesExpression: ["expression"],
  TSNonNullExpression: ["expression"],
  TSTypeAssertion: ["expression"],
  TSInstantiationExpression: ["expression"],
  TSExportAssignment: ["expression"],
  TSParameterProperty: ["parameter"],
  TSEnumDeclaration: ["body"],
  TSEnumBody: ["members"],
  TSEnumMember: ["initializer"],
  TSModuleDeclaration: ["body"],
  TSModuleBlock: ["body"],
};

/** Returns the names that occur as values in code. Names of properties are among them. */
export function valueNames(program: Node): Set<string> {
  const names = new Set<string>();
  const waiting = [program];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "ImportDeclaration") continue;
    if (node.type === "Identifier" || node.type === "JSXIdentifier") names.add(String(node.name));
    if (!node.type.startsWith("TS")) waiting.push(...children(node));
    else
      for (const property of expressions[node.type] ?? []) {
        const value = node[property] as Node | Node[] | null;
        if (Array.isArray(value)) waiting.push(...value);
        else if (value) waiting.push(value);
      }
  }
  return names;
}
