// From a parsed cell to the script that V8 evaluates, and from a place in the script back to the cell.
import { Lines } from "../language/cursor.js";
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
  let lines: { script: Lines; cell: Lines } | undefined;
  return {
    code: source.code,
    text,
    position(line, column) {
      lines ??= { script: new Lines(text), cell: new Lines(source.code) };
      const at = lines.script.offset(line - 1, column - 1);
      const found = lines.cell.position(source.script.origin(stripped.origin(origin(at))));
      return { line: found.line + 1, column: found.character + 1 };
    },
  };
}
