// Formats errors for people: name, message, and the frames of their own code with cell and line. The code of the first
// frame follows it, with a marker.
import { inspect } from "node:util";
import { sourceFrame } from "../language/codeFrame.js";
import { cut, longest } from "./longTexts.js";
import { moduleSyntaxError } from "./moduleSyntaxError.js";
import type { StackTraces } from "./stackTraces.js";

/** An error in the form of the messaging protocol. */
export interface ErrorReport {
  /** Name of the error, such as "TypeError". */
  readonly ename: string;
  /** Message of the error. */
  readonly evalue: string;
  /** Lines of text with ANSI colors. */
  readonly traceback: string[];
}

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;

/** Reports a thrown value. It may be no error, and its properties may throw. */
export function reportError(error: unknown, traces: StackTraces): ErrorReport {
  try {
    return report(error, traces, new Set());
  } catch {
    const evalue = "an error that could not be printed";
    return { ename: "Error", evalue, traceback: [red(evalue)] };
  }
}

function report(error: unknown, traces: StackTraces, seen: Set<unknown>): ErrorReport {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    const shown = cut(inspect(error));
    return { ename: "Uncaught", evalue: shown, traceback: [red(`Uncaught ${shown}`)] };
  }
  const syntax = moduleSyntaxError(error);
  const ename = cut(syntax ? "SyntaxError" : String(error.name || "Error"));
  const evalue = cut(syntax?.message ?? String(error.message));
  const lines = [
    red(evalue === "" ? ename : `${ename}: ${evalue}`),
    ...(syntax ? [syntax.frame] : frames(error, traces)).map(cut),
  ];
  const below = (other: unknown) => report(other, traces, seen).traceback.join("\n");
  const { cause } = error as { cause?: unknown };
  seen.add(error);
  if (cause !== undefined && !seen.has(cause)) lines.push(`Caused by ${below(cause)}`);
  if (error instanceof AggregateError) lines.push(...error.errors.filter((one) => !seen.has(one)).map(below));
  return { ename, evalue, traceback: lines };
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "stack" in value && "message" in value;
}

/** Returns the end of a stack, which has the frames. The message before them can be very long. */
function endOf(stack: string): string {
  return stack.length > 2 * longest ? stack.slice(-longest) : stack;
}

/** Returns the frames of an error. The code of its first place follows the frame of that place. */
function frames(error: Error, traces: StackTraces): string[] {
  // The access to the stack makes the place known.
  const stack = traces.readable(endOf(String(error.stack ?? "")));
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const place = traces.placeOf(error);
  const marked = place
    ? lines.findIndex((line) => line.includes(`${place.source}:${place.line}:${place.column}`))
    : -1;
  return lines.flatMap((line, index) => {
    const shown = /Cell \[|Silent \[|Expression \[/.test(line) ? line : dim(line);
    if (index !== marked || place?.text === undefined) return [shown];
    return [shown, sourceFrame(place.text, place.line - 1, place.column - 1)];
  });
}
