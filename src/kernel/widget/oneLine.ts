// The text of a widget in a print.
import { type InspectOptions, inspect } from "node:util";

/** Largest length of the text, in characters. */
const longest = 400;

/** Returns the name of a widget and some of its traits in one short line. */
export function oneLine(name: string, traits: object, options: InspectOptions): string {
  if (Object.keys(traits).length === 0) return `${name}()`;
  const short = { depth: 1, maxArrayLength: 5, maxStringLength: 60, breakLength: Infinity, compact: 3 };
  const text = inspect(traits, { ...options, ...short });
  if (text.length <= longest && !text.includes("\n")) return `${name}(${text})`;
  // The stack of an Error has many lines. A cut text has no colors, as the code that ends a color would be missing.
  const plain = inspect(traits, { ...options, ...short, colors: false }).replace(/\s*\n\s*/g, " ");
  return `${name}(${plain.length > longest ? `${plain.slice(0, longest)}…` : plain})`;
}
