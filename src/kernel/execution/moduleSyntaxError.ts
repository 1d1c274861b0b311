// Syntax errors of the modules that a cell imports. Node and esbuild report them in forms of their own.
import { sourceFrame } from "../language/codeFrame.js";

/** A syntax error as one sentence, and the line with a marker. */
export interface ModuleSyntaxError {
  /** File, line, column and message. */
  readonly message: string;
  readonly frame: string;
}

/** Matches the lines that Node puts before the stack of a syntax error: place, code and marker. */
const decorated = /^(?:file:\/\/)?(\/.+|[A-Za-z]:\\.+):(\d+)\n(.*)\n(\s*)\^+\n/;

interface BuildFailure {
  errors: {
    text: string;
    location: { file: string; line: number; column: number; lineText: string } | null;
  }[];
}

/** Returns the syntax error of a module, or undefined for another error. */
export function moduleSyntaxError(error: Error & Partial<BuildFailure>): ModuleSyntaxError | undefined {
  const failure = Array.isArray(error.errors) ? (error.errors as BuildFailure["errors"])[0] : undefined;
  if (failure?.location && typeof failure.text === "string") {
    const { file, line, column, lineText } = failure.location;
    return describe(file, line, column, lineText, failure.text);
  }
  const match = error.name === "SyntaxError" ? decorated.exec(String(error.stack)) : undefined;
  if (!match) return undefined;
  return describe(match[1]!, Number(match[2]), match[4]!.length, match[3]!, error.message);
}

function describe(file: string, line: number, column: number, code: string, text: string): ModuleSyntaxError {
  return {
    message: `${file}:${line}:${column + 1}: ${text}`,
    frame: sourceFrame(code, line - 1, column, line - 1),
  };
}
