// Turns a parsed cell into the script that V8 evaluates.
import { Lines } from "../language/cursor.js";
import type { CompilerSettings } from "../modules/project.js";
import type { CellSource } from "./cellSource.js";
import type { Redeclarations } from "./redeclarable.js";
import { stripTypes } from "./strip.js";

/** A script that V8 evaluates, and the cell that it was made from. */
export interface Script {
  /** Code of the cell. */
  readonly code: string;
  /** Code of the script. */
  readonly text: string;
  /** True if the value of the last expression is in a list. */
  readonly boxed: boolean;
  /** Returns line and column in the cell for those in the script. All are counted from 1. */
  position(line: number, column: number): { line: number; column: number };
}

/**
 * Makes the script of a cell.
 * @param boxed whether the value of the last expression is put into a list. V8's inspector copies a string that is the value
 *   of a script, and takes more than a second for ten megabytes.
 * @throws {Error} for an error that the compiler finds and the parser does not
 */
export function toScript(
  source: CellSource,
  redeclarations: Redeclarations,
  settings: CompilerSettings,
  boxed = false,
): Script {
  const stripped = stripTypes(source.script.text, source.language, settings);
  const { text, origin, ...more } = redeclarations.rewrite(stripped.text, source.values, source.live, boxed);
  let kept: WeakRef<{ script: Lines; cell: Lines }> | undefined;
  return {
    code: source.code,
    text,
    boxed: more.boxed,
    position(line, column) {
      const lines = kept?.deref() ?? { script: new Lines(text), cell: new Lines(source.code) };
      kept = new WeakRef(lines);
      const at = lines.script.offset(line - 1, column - 1);
      const found = lines.cell.position(source.script.origin(stripped.origin(origin(at))));
      return { line: found.line + 1, column: found.character + 1 };
    },
  };
}
