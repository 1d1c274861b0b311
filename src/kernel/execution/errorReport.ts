// Formats errors for people: name, message and the frames of their own code with cell and line. Frames of the kernel and
// of Node are removed.
import { inspect } from "node:util";

/** An error in the form of the messaging protocol. */
export interface ErrorReport {
  /** Name of the error, such as "TypeError". */
  readonly ename: string;
  /** Message of the error. */
  readonly evalue: string;
  /** Lines of text with ANSI colors. */
  readonly traceback: string[];
}

/** Returns line and column in a cell for those in its script. */
export type FramePosition = (cell: string, line: number, column: number) => { line: number; column: number };

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const cellFrame = /<(\w+)\[(\w+)\]>:(\d+):(\d+)/;
/** Returns the name of a cell's script in V8, which must not contain a space. */
export function scriptName(cell: string): string {
  return `<${cell.replace(" ", "")}>`;
}
const kernel = new URL("..", import.meta.url).href;
const hidden = (line: string) =>
  /node:internal|node:inspector|new Promise \(<anonymous>\)/.test(line) || line.includes(kernel);

/** Reports a thrown value. It may be no error, and its properties may throw. */
export function reportError(error: unknown, position: FramePosition): ErrorReport {
  try {
    return report(error, position, new Set());
  } catch {
    const evalue = "an error that could not be printed";
    return { ename: "Error", evalue, traceback: [red(evalue)] };
  }
}

function report(error: unknown, position: FramePosition, seen: Set<unknown>): ErrorReport {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    const shown = inspect(error);
    return { ename: "Uncaught", evalue: shown, traceback: [red(`Uncaught ${shown}`)] };
  }
  const ename = String(error.name || "Error");
  const evalue = String(error.message);
  const lines = [
    red(evalue === "" ? ename : `${ename}: ${evalue}`),
    ...frames(String(error.stack ?? ""), position),
  ];
  const below = (other: unknown) => report(other, position, seen).traceback.join("\n");
  const { cause } = error as { cause?: unknown };
  seen.add(error);
  if (cause !== undefined && !seen.has(cause)) lines.push(`Caused by ${below(cause)}`);
  if (error instanceof AggregateError) lines.push(...error.errors.filter((one) => !seen.has(one)).map(below));
  return { ename, evalue, traceback: lines };
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "stack" in value && "message" in value;
}

function frames(stack: string, position: FramePosition): string[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !hidden(line))
    .map((line) => {
      const match = cellFrame.exec(line);
      if (!match) return dim(line);
      const cell = `${match[1]} [${match[2]}]`;
      const at = position(cell, Number(match[3]), Number(match[4]));
      return line.replace(match[0], `${cell}:${at.line}:${at.column}`);
    });
}
