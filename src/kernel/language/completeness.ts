// Whether what a person has typed in a console is a whole cell, or needs another line (is_complete_request).

import { CellSyntaxError, parseCell } from "../execution/cellSource.js";
import type { JsonObject } from "../protocol/messages.js";

export function completeness(code: string): JsonObject {
  try {
    parseCell(code);
    return { status: "complete" };
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    // What only lacks its end fails there; or it becomes whole by some end that closes it.
    const wanting = error.offset >= code.trimEnd().length || /unterminated/i.test(error.message);
    return wanting ? { status: "incomplete", indent: indentation(code) } : { status: "invalid" };
  }
}

/** The last line's, one step deeper after an opening bracket. */
function indentation(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)![0];
  return /[{([]$/.test(line) ? `${indent}  ` : indent;
}
