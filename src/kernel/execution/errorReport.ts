// What a person sees of an error: its name and message, and the frames of their own code, each naming the cell
// and line; the kernel's and Node's frames are left out.
import { inspect } from "node:util";
import { isOwnFrame, translate } from "./cellFrames.js";

export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;

/** How many causes of causes are told. */
const deepest = 5;

export function reportError(error: unknown, depth = 0): ErrorReport {
  if (!isErrorLike(error)) {
    const shown = inspect(error);
    return { ename: "Uncaught", evalue: shown, traceback: [`${red("Uncaught")} ${shown}`] };
  }
  const ename = String(error.name || "Error");
  const evalue = String(error.message);
  const traceback = [red(evalue === "" ? ename : `${ename}: ${evalue}`), ...frames(String(error.stack))];
  if (depth < deepest) {
    const { cause } = error as { cause?: unknown };
    if (cause !== undefined)
      traceback.push(`Caused by ${reportError(cause, depth + 1).traceback.join("\n")}`);
    const errors = error instanceof AggregateError ? (error.errors as unknown[]) : [];
    traceback.push(...errors.map((one) => reportError(one, depth + 1).traceback.join("\n")));
  }
  return { ename, evalue, traceback };
}

function isErrorLike(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === "object" && value !== null && "stack" in value && "message" in value)
  );
}

function frames(stack: string): string[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && isOwnFrame(line))
    .map(translate)
    .map((line) => (line.includes("Cell [") ? line : dim(line)));
}
