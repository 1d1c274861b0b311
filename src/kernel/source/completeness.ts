// Whether code is ready to run, as a console asks when Enter is pressed: only what ends too early is incomplete.
import { parseSync } from "oxc-parser";
import type { Node } from "./syntax.js";

export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

export function completeness(code: string): Completeness {
  const { errors, program } = parseSync("cell.ts", code, { sourceType: "module", lang: "ts" });
  const fatal = errors.filter((error) => error.severity === "Error");
  const last = program.body.at(-1) as unknown as Node | undefined;
  if (fatal.length === 0 && !lacksBody(last, code)) return { status: "complete" };
  const end = code.trimEnd().length;
  const early = fatal.some(({ message, labels }) => {
    if (/unterminated multiline/i.test(message)) return true;
    // A template (also its rest after a `}`) goes on over lines, a string does not.
    if (/unterminated/i.test(message)) return labels.some((label) => /[`}]/.test(code[label.start] ?? ""));
    return labels.some((label) => label.start >= end) || /expected .* but found `?EOF/i.test(message);
  });
  if (fatal.length > 0 && !early) return { status: "invalid" };
  const line = code.split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)![0] + (/[{[(]\s*$/.test(line) ? "  " : "");
  return { status: "incomplete", indent };
}

/** A function's head, which TypeScript takes for an overload: its body is still to come. */
function lacksBody(last: Node | undefined, code: string): boolean {
  return last?.type === "TSDeclareFunction" && !last.declare && !/;\s*$/.test(code);
}
