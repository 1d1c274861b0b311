// The console of cells: in color, and with resources as one line each.
import { type InspectOptions, inspect } from "node:util";
import { hideMarksBelow, withHook } from "./hook.js";
import { fittingRows } from "./tableCells.js";

/** Methods that print values. `console.dir` is not among them, so that it prints all that an object has. */
const printing = [
  "log",
  "info",
  "debug",
  "warn",
  "error",
  "trace",
  "assert",
  "group",
  "groupCollapsed",
] as const;

/**
 * Changes the global console.
 * @param colors whether it prints in color
 */
export function improveConsole(colors: boolean): void {
  setColors(colors);
  // JupyterLab's dark theme draws Node's gray on almost the same gray.
  inspect.styles.undefined = "dim";
  for (const name of printing) {
    const print = console[name] as (...values: unknown[]) => void;
    console[name] = (...values: unknown[]) =>
      withHook(Number.POSITIVE_INFINITY, () => print.apply(console, values));
  }
  const { dir, table } = console;
  console.dir = (value: unknown, options?: InspectOptions) => {
    hideMarksBelow(value);
    dir.call(console, value, options);
  };
  console.table = (data: unknown, columns?: readonly string[]) =>
    withHook(Number.POSITIVE_INFINITY, () => table.call(console, fittingRows(data, columns), columns));
}

/** Makes Node's console print in color, which it does by default for a terminal only. */
function setColors(colors: boolean): void {
  const mode = Object.getOwnPropertySymbols(console).find(({ description }) => description === "kColorMode");
  if (mode) Object.defineProperty(console, mode, { value: colors });
}
