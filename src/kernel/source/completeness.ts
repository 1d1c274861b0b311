// Decides for a console, when Enter is pressed, whether code can run or needs more lines.
import { parseSync } from "oxc-parser";
import type { Node } from "./syntax.js";

/** Status of is_complete_reply, with the indentation of the next line. */
export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** Returns "incomplete" only for code that ends too early. */
export function completeness(code: string): Completeness {
  const { errors, program } = parseSync("cell.ts", code, { sourceType: "module", lang: "ts" });
  const fatal = errors.filter((error) => error.severity === "Error");
  const last = program.body.at(-1) as unknown as Node | undefined;
  if (fatal.length === 0 && !lacksBody(last, code)) return { status: "complete" };
  const end = code.trimEnd().length;
  const early = fatal.some(({ message, labels }) => {
    if (/unterminated multiline/i.test(message)) return true;
    // A template may span lines, also behind a `}` of a substitution. A string may not.
    if (/unterminated/i.test(message)) return labels.some((label) => /[`}]/.test(code[label.start] ?? ""));
    return labels.some((label) => label.start >= end) || /expected .* but found `?EOF/i.test(message);
  });
  if (fatal.length > 0 && !early) return { status: "invalid" };
  const line = code.split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)![0] + (/[{[(]\s*$/.test(line) ? "  " : "");
  return { status: "incomplete", indent };
}

/** Returns true for a function head without a body. TypeScript accepts it as an overload. */
function lacksBody(last: Node | undefined, code: string): boolean {
  return last?.type === "TSDeclareFunction" && !last.declare && !/;\s*$/.test(code);
}
