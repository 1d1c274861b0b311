// Decides for a console, when Enter is pressed, whether code can run or needs more lines.
import { CellSyntaxError } from "./cellSource.js";
import { nextIndentation } from "./indentation.js";
import { toTypeScript } from "./notebookSyntax.js";
import { parseSource } from "./parse.js";
import type { Node } from "./syntax.js";

/** Status of is_complete_reply, with the indentation of the next line. */
export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** Returns "incomplete" only for code that ends too early. */
export function completeness(cell: string): Completeness {
  const code = typescriptOf(cell);
  if (code === undefined) return { status: "complete" };
  const { errors, program } = parseSource(code);
  const last = program.body.at(-1) as unknown as Node | undefined;
  if (errors.length === 0 && !lacksBody(last, code)) return { status: "complete" };
  const end = code.trimEnd().length;
  const early = errors.some(({ message, places }) => {
    if (/unterminated multiline/i.test(message)) return true;
    // A template may span lines, also behind a `}` of a substitution. A string may not.
    if (/unterminated/i.test(message)) return places.some((start) => /[`}]/.test(code[start] ?? ""));
    return places.some((start) => start >= end) || /expected .* but found `?EOF/i.test(message);
  });
  if (errors.length > 0 && !early) return { status: "invalid" };
  return { status: "incomplete", indent: nextIndentation(cell) };
}

/** Returns a cell as TypeScript, or undefined for a cell that runs only to be refused with advice. */
function typescriptOf(cell: string): string | undefined {
  try {
    return toTypeScript(cell, () => true).text;
  } catch (error) {
    if (error instanceof CellSyntaxError) return undefined;
    throw error;
  }
}

/** Returns true for a function head without a body. TypeScript accepts it as an overload. */
function lacksBody(last: Node | undefined, code: string): boolean {
  return last?.type === "TSDeclareFunction" && !last.declare && !/;\s*$/.test(code);
}
