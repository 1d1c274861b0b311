// A cell's script as the debugger's thread knows it: where each of its tokens stands in the script and in the cell.
import type { Script } from "../execution/script.js";

/** Line and column, from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Token {
  readonly script: Place;
  readonly cell: Place;
  /** Whether it is the cell's own, not made up when the cell was rewritten. */
  readonly own: boolean;
}

/** What goes from the thread of the cells to that of the debugger. */
export interface CellScript {
  /** What V8 calls the script. */
  readonly url: string;
  readonly code: string;
  readonly tokens: readonly Token[];
}

export function cellScript(url: string, { code, text, position }: Script): CellScript {
  const codeLines = code.split("\n");
  const tokens: Token[] = [];
  for (const [line, scriptLine] of text.split("\n").entries()) {
    for (const { 0: token, index: column } of scriptLine.matchAll(
      /[\p{ID_Continue}$]+|[^\s\p{ID_Continue}$]/gu,
    )) {
      const at = position(line + 1, column + 1);
      const cell = { line: at.line - 1, column: at.column - 1 };
      const own = codeLines[cell.line]!.startsWith(token, cell.column);
      tokens.push({ script: { line, column }, cell, own });
    }
  }
  return { url, code, tokens };
}

/** Where in the cell a place in the script is. */
export function placeInCell({ tokens }: CellScript, place: Place): Place {
  const token = tokens.findLast(({ script }) => !isBefore(place, script)) ?? tokens[0];
  return token?.cell ?? { line: 0, column: 0 };
}

/** Where in the script a line of the cell begins, or the next one that has code; undefined after the last. */
export function beginningOfLine({ tokens }: CellScript, line: number): Place | undefined {
  const own = tokens.filter((token) => token.own && token.cell.line >= line);
  const first = Math.min(...own.map(({ cell }) => cell.line));
  return own.find(({ cell }) => cell.line === first)?.script;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
