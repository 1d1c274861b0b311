// The names that a piece of code uses and does not declare.
import ts from "typescript";

/** Returns the names of values and types that come from outside the code. */
export function freeNames(code: string): Set<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const role = roleOf(node);
      if (role === "use") used.add(node.text);
      if (role === "declaration") declared.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true));
  return new Set([...used].filter((name) => !declared.has(name)));
}

function roleOf(node: ts.Identifier): "use" | "declaration" | "member" {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return "use";
  if (ts.isQualifiedName(parent)) return parent.left === node ? "use" : "member";
  if ((ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) && parent.propertyName === node)
    return "member";
  const isName = "name" in parent && parent.name === node;
  if (!isName) return "use";
  const isMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isObjectLiteralElement(parent) ||
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent);
  return isMember ? "member" : "declaration";
}
