// Shows an error in a cell: the message, the line, and a marker under the wrong code.
import type { Diagnostic } from "./cellDocuments.js";

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;

/**
 * Returns a diagnostic as lines of text.
 * @param cell name of the cell, such as `Cell [3]`
 */
export function codeFrame(
  cell: string,
  code: string,
  { code: number, message, start, end }: Diagnostic,
): string {
  const line = code.split("\n")[start.line] ?? "";
  const gutter = `${start.line + 1} | `;
  const length = Math.max(
    1,
    end.line === start.line ? end.character - start.character : line.length - start.character,
  );
  const label = number > 0 ? `TS${number}: ` : "";
  return [
    red(`${label}${message}`),
    `  ${dim(`at ${cell}:${start.line + 1}:${start.character + 1}`)}`,
    `  ${dim(gutter)}${line}`,
    `  ${" ".repeat(gutter.length + start.character)}${red("^".repeat(length))}`,
  ].join("\n");
}
