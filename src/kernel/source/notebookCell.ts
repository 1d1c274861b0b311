// Parses a cell with the syntax of notebooks.
import { Lines } from "../language/cursor.js";
import { type CellSource, CellSyntaxError, parseCell } from "./cellSource.js";
import { toTypeScript } from "./notebookSyntax.js";

/**
 * Parses a cell whose code may have syntax of notebooks.
 * @param isKnown returns true for a name that is declared
 * @param isDeclared returns whether a script has declared a name. See parseCell.
 * @throws {CellSyntaxError} for a syntax error, or a magic of IPython
 */
export function parseNotebookCell(
  code: string,
  isKnown: (name: string) => boolean,
  isDeclared?: (name: string) => boolean,
): CellSource {
  const { text, origin } = toTypeScript(code, isKnown);
  if (text === code) return parseCell(code, isDeclared);
  const source = parsed(text, origin, isDeclared);
  const [from, to] = [new Lines(text), new Lines(code)];
  return {
    ...source,
    code,
    script: { text: source.script.text, origin: (offset) => origin(source.script.origin(offset)) },
    placeInCode: ({ line, character }) => to.position(origin(from.offset(line, character))),
  };
}

function parsed(
  text: string,
  origin: (offset: number) => number,
  isDeclared?: (name: string) => boolean,
): CellSource {
  try {
    return parseCell(text, isDeclared);
  } catch (error) {
    if (error instanceof CellSyntaxError) throw new CellSyntaxError(error.message, origin(error.offset));
    throw error;
  }
}
