// Shows an error in a cell: the message, the line, and a marker under the wrong code.
import type { Diagnostic } from "./diagnostics.js";

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;

/**
 * Returns a diagnostic as lines of text.
 * @param cell name of the cell, such as `Cell [3]`
 */
export function codeFrame(
  cell: string,
  code: string,
  { code: number, message, start, end, hints = [] }: Diagnostic,
): string {
  const line = code.split("\n")[start.line] ?? "";
  const length = (end.line === start.line ? end.character : line.length) - start.character;
  const label = number > 0 ? `TS${number}: ` : "";
  return [
    red(`${label}${message}`),
    `  ${dim(`at ${cell}:${start.line + 1}:${start.character + 1}`)}`,
    sourceFrame(code, start.line, start.character, 0, length),
    ...hints.map((hint) => `  ${hint}`),
  ].join("\n");
}

/** Largest number of characters of a line that is shown. */
const longest = 400;

/**
 * Returns a line of code and a marker below it.
 * @param line line to mark, counted from 0
 * @param character first character to mark, counted from 0
 * @param firstLine number of the first line of `code`. Default: 0.
 * @param length number of characters to mark. Default: 1.
 */
export function sourceFrame(
  code: string,
  line: number,
  character: number,
  firstLine = 0,
  length = 1,
): string {
  const gutter = `${line + 1} | `;
  const whole = code.split("\n")[line - firstLine] ?? "";
  // Of a line of generated code only the part around the place is shown.
  const start = whole.length > longest ? Math.max(0, character - longest / 2) : 0;
  const text = whole.slice(start, start + longest);
  // Tabs stay tabs, so that the marker is below the code in every front end.
  const before = text.slice(0, character - start).replace(/[^\t]/g, " ");
  const marked = Math.max(1, Math.min(length, longest - before.length));
  return [
    `  ${dim(gutter)}${text}`,
    `  ${" ".repeat(gutter.length)}${before}${red("^".repeat(marked))}`,
  ].join("\n");
}
