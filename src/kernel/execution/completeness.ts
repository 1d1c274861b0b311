// Whether code is ready to run, as a console asks when Enter is pressed: only what ends too early is incomplete.
import { parseSync } from "oxc-parser";

export type Completeness = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

export function completeness(code: string): Completeness {
  const { errors } = parseSync("cell.ts", code, { sourceType: "module", lang: "ts" });
  const fatal = errors.filter((error) => error.severity === "Error");
  if (fatal.length === 0) return { status: "complete" };
  const end = code.trimEnd().length;
  const early = fatal.some(({ message, labels }) => {
    if (/unterminated multiline/i.test(message)) return true;
    // A template goes on over lines, a string does not.
    if (/unterminated/i.test(message)) return labels.some((label) => code[label.start] === "`");
    return labels.some((label) => label.start >= end) || /expected .* but found `?EOF/i.test(message);
  });
  if (!early) return { status: "invalid" };
  const last = code.split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(last)![0] + (/[{[(]\s*$/.test(last) ? "  " : "");
  return { status: "incomplete", indent };
}
