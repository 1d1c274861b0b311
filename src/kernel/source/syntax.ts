// Walks over the syntax tree (ESTree) that oxc returns.

/** A node of the syntax tree. */
export interface Node {
  /** Kind of the node, such as "FunctionDeclaration". */
  readonly type: string;
  /** Offset of the first character. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Yields the children of a node in the order of its properties. */
export function* children(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** Adds the names that a binding pattern binds, as in `{ a, b: [c, ...d] }`. */
export function collectPattern(pattern: Node | null, names: string[]): void {
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

/** Adds the names of `var`s in loops and blocks below a statement. They belong to the top level, too. */
export function collectInnerVars(statement: Node, names: string[]): void {
  // A long sum is a deep tree, so this does not call itself.
  const waiting = [statement];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "VariableDeclaration" && node.kind === "var")
      for (const { id } of node.declarations as { id: Node }[]) collectPattern(id, names);
    if (!isOwnScope(node)) waiting.push(...[...children(node)].reverse());
  }
}

/** Returns true for a node that keeps the `var`s inside it. */
export function isOwnScope({ type }: Node): boolean {
  return /^(Function|ArrowFunction|Class|TSModule)/.test(type);
}
