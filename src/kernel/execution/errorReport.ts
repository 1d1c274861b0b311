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
const hidden = /node:internal|node:inspector|new Promise \(<anonymous>\)|\/dist\/kernel\/|\/src\/kernel\//;

export function reportError(error: unknown, position: FramePosition): ErrorReport {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    const shown = inspect(error);
    return { ename: "Uncaught", evalue: shown, traceback: [red(`Uncaught ${shown}`)] };
  }
  const ename = error.name || "Error";
  const evalue = error.message;
  const lines = [red(evalue === "" ? ename : `${ename}: ${evalue}`), ...frames(error.stack ?? "", position)];
  const cause = (error as { cause?: unknown }).cause;
  if (cause !== undefined) lines.push(`Caused by ${reportError(cause, position).traceback.join("\n")}`);
  if (error instanceof AggregateError)
    lines.push(...error.errors.map((one) => reportError(one, position).traceback.join("\n")));
  return { ename, evalue, traceback: lines };
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "stack" in value && "message" in value;
}

function frames(stack: string, position: FramePosition): string[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !hidden.test(line))
    .map((line) => {
      const match = cellFrame.exec(line);
      if (!match) return dim(line);
      const cell = `${match[1]} [${match[2]}]`;
      const at = position(cell, Number(match[3]), Number(match[4]));
      return line.replace(match[0], `${cell}:${at.line}:${at.column}`);
    });
}
