// The console of cells: in color, with resources as one line each, and with tables that a page can lay out.
import { Console } from "node:console";
import { Writable } from "node:stream";
import type { MimeBundle } from "../../host/display.js";
import { withHook } from "./hook.js";
import { columnsOf, tableHtml } from "./recordTable.js";

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
/** Largest number of rows of a table that is printed. */
const mostRows = 500;

/**
 * Changes the global console.
 * @param colors whether it prints in color
 * @param display shows a table
 */
export function improveConsole(colors: boolean, display: (data: MimeBundle) => void): void {
  setColors(colors);
  for (const name of printing) {
    const print = console[name] as (...values: unknown[]) => void;
    console[name] = (...values: unknown[]) =>
      withHook(Number.POSITIVE_INFINITY, () => print.apply(console, values));
  }
  console.table = (data: unknown, columns?: readonly string[]) => {
    if (typeof data === "object" && data !== null) display(tableBundle(data, columns, colors));
    else console.log(data);
  };
}

/** Makes Node's console print in color, which it does by default for a terminal only. */
function setColors(colors: boolean): void {
  const mode = Object.getOwnPropertySymbols(console).find(({ description }) => description === "kColorMode");
  if (mode) Object.defineProperty(console, mode, { value: colors });
}

function tableBundle(data: object, only: readonly string[] | undefined, colors: boolean): MimeBundle {
  const head = Array.isArray(data) ? data.slice(0, mostRows) : data;
  const entries = entriesOf(head);
  const rows = entries.map(([, row]) => row);
  const count = Array.isArray(data) ? data.length : rows.length;
  const more = count > rows.length ? `\n... ${count - rows.length} more rows` : "";
  const index = entries.map(([name]) => name);
  const html = tableHtml({ index, columns: only ?? columnsOf(rows), rows, count });
  return { "text/plain": tableText(head, only, colors) + more, "text/html": html };
}

/** Returns the rows of a table by their names, as `console.table` arranges them. */
function entriesOf(data: object): [string, Readonly<Record<string, unknown>>][] {
  if (data instanceof Map) return [...data].map(([Key, Values], i) => [String(i), { Key, Values }]);
  if (data instanceof Set) return [...data].map((Values, i) => [String(i), { Values }]);
  return Object.entries(data).map(([name, row]: [string, unknown]) => [
    name,
    Object(row) === row ? (row as Readonly<Record<string, unknown>>) : { Values: row },
  ]);
}

/** Returns the table that Node prints. */
function tableText(data: object, only: readonly string[] | undefined, colors: boolean): string {
  let text = "";
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Console({ stdout, colorMode: colors }).table(data, only);
  return text.trimEnd();
}
