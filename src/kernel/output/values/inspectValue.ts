// Text of a value, as Node's REPL prints it, with a bound on its length.
import { inspect, types } from "node:util";
import { printed, withHook } from "./hook.js";
import { limitsOf } from "./size.js";

/** Largest number of characters of a string. */
const longest = 10_000;
/** Largest number of lines. */
const mostLines = 400;

/**
 * Returns the text of a value. A resource such as a server is one line, and a large value is its head and the number of
 * the other elements. It is at most some hundred lines long.
 */
export function inspectValue(value: unknown, colors: boolean): string {
  const { depth, most } = limitsOf(value);
  const options = { depth, maxArrayLength: most, maxStringLength: longest, colors };
  return cut(withHook(most, () => rootText(value, options) ?? inspect(value, options)));
}

/** Returns the text of an object that the hook does not reach, because its prototype is not Object.prototype. */
function rootText(value: unknown, options: Parameters<typeof printed>[1]): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (types.isModuleNamespaceObject(value)) return inspect(value, { ...options, depth: 0 });
  try {
    return printed(value, options);
  } catch {
    // A property throws. The inspector reads none.
    return undefined;
  }
}

function cut(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= mostLines) return text;
  return [...lines.slice(0, mostLines), `... ${lines.length - mostLines} more lines`].join("\n");
}
