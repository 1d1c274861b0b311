// From a parsed cell to the script that V8 evaluates, and from a place in the script back to the cell.
import { lineAndCharacter, offsetAt } from "../language/cursor.js";
import type { Dialect } from "../language/projectConfig.js";
import type { CellSource } from "./cellSource.js";
import type { Redeclarations } from "./redeclarable.js";
import { stripTypes } from "./strip.js";

export interface Script {
  /** The cell's own code. */
  readonly code: string;
  readonly text: string;
  /** Line and column of the cell, from 1, of a line and column of the script. */
  position(line: number, column: number): { line: number; column: number };
}

/** @throws {Error} where esbuild finds an error that the parser let pass. */
export function toScript(source: CellSource, redeclarations: Redeclarations, dialect: Dialect): Script {
  const stripped = stripTypes(source.script.text, dialect);
  const { text, origin } = redeclarations.rewrite(stripped.text, source.values);
  return {
    code: source.code,
    text,
    position(line, column) {
      const offset = source.script.origin(stripped.origin(origin(offsetAt(text, line - 1, column - 1))));
      const found = lineAndCharacter(source.code, offset);
      return { line: found.line + 1, column: found.character + 1 };
    },
  };
}
