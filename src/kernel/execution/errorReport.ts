// What a person sees of an error: its name and message, and the frames of their own code, each naming the cell
// and line; the kernel's and Node's frames are left out.
import { inspect } from "node:util";

export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

/** Finds the line of a cell that a line of its script came from. */
export type FramePosition = (cell: string, line: number, column: number) => { line: number; column: number };

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const cellFrame = /<(\w+)\[(\w+)\]>:(\d+):(\d+)/;
/** A cell's name as V8 takes it for a script's: without a space. */
export function scriptName(cell: string): string {
  return `<${cell.replace(" ", "")}>`;
}
const kernel = new URL("..", import.meta.url).href;
const hidden = (line: string) =>
  /node:internal|node:inspector|new Promise \(<anonymous>\)/.test(line) || line.includes(kernel);

/** Reports what was thrown, whatever it is: also what is no error, or fails when it is looked at. */
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
