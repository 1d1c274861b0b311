// An array of records as an HTML table. It has no colors and no style sheet of its own, so a front end's theme applies,
// and the alignment of its cells survives the sanitizer of a notebook that is not trusted.
import { inspect, types } from "node:util";
import { displaySymbol } from "../../host/display.js";
import { withHook } from "./hook.js";

type Row = Readonly<Record<string, unknown>>;

/** Number of rows above which only the first ones are shown. */
const manyRows = 50;
const shownRows = 20;
const shownColumns = 20;
/** Number of rows that are read for their columns. */
const readRows = 1000;
const longestText = 200;

/** Returns the HTML of an array of records with common keys, or undefined for any other value. */
export function recordsHtml(value: unknown): string | undefined {
  if (!Array.isArray(value) || types.isProxy(value) || value.length === 0) return undefined;
  const read = value.slice(0, readRows) as unknown[];
  if (!read.every(isRecord)) return undefined;
  const columns = columnsOf(read);
  const cells = read.reduce((sum, row) => sum + Object.keys(row).length, 0);
  if (columns.length === 0 || cells < (read.length * columns.length) / 2) return undefined;
  const rows = read.slice(0, value.length > manyRows ? shownRows : manyRows);
  return tableHtml(rows, columns, value.length);
}

/** Returns the keys of records in the order in which they occur first. */
function columnsOf(rows: readonly object[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))];
}

/**
 * Returns the HTML of a table.
 * @param count number of all rows, of which `rows` may be the first ones
 */
function tableHtml(rows: readonly Row[], columns: readonly string[], count: number): string {
  const shown = columns.slice(0, shownColumns);
  const more = columns.length > shown.length;
  const drawn = shown.map((name) => {
    const values = rows.map((row) => cellOf(row, name));
    const align = isNumeric(values) ? "right" : "left";
    const texts = align === "right" ? numbers(values) : values.map(textOf);
    return {
      head: cell("th", escaped(name), align),
      cells: texts.map((text) => cell("td", escaped(text), align)),
    };
  });
  const head = drawn.map((column) => column.head);
  const body = rows.map((_, i) => {
    const cells = drawn.map((column) => column.cells[i]);
    return `<tr><th>${i}</th>${cells.join("")}${more ? "<td>…</td>" : ""}</tr>`;
  });
  const table = [
    '<table class="dataframe">',
    `<thead><tr><th></th>${head.join("")}${more ? "<th>…</th>" : ""}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table>",
  ];
  const parts = [
    count > rows.length && `${number(rows.length)} of ${number(count)} rows`,
    more && `${shown.length} of ${number(columns.length)} columns`,
  ].filter(Boolean);
  if (parts.length > 0) table.push(`<p>${parts.join(", ")}</p>`);
  return table.join("\n");
}

function isRecord(value: unknown): value is Row {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !(displaySymbol in value);
}

/** Returns a value of a record, without a call of its getter. */
function cellOf(row: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(row, name);
  return property?.get ? inspect(property.get) : property?.value;
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== undefined && value !== null);
  return (
    present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint")
  );
}

function cell(tag: "th" | "td", html: string, align: "left" | "right"): string {
  return `<${tag} style="text-align: ${align}">${html}</${tag}>`;
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  const line = { depth: 0, breakLength: Number.POSITIVE_INFINITY };
  const text = typeof value === "string" ? value : withHook(shownColumns, () => inspect(value, line));
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** Returns the texts of numbers. They have equally many decimals, at most six, unless one is too small or too large. */
function numbers(values: readonly unknown[]): string[] {
  const plain = values.map(textOf);
  if (plain.some((text) => /e/.test(text)) || values.some((value) => isTiny(value))) return plain;
  const decimals = Math.max(...plain.map((text) => /\.(\d+)$/.exec(text)?.[1]?.length ?? 0));
  return plain.map((text, i) => {
    const value = values[i];
    return typeof value === "number" && Number.isFinite(value) ? value.toFixed(Math.min(decimals, 6)) : text;
  });
}

function isTiny(value: unknown): boolean {
  return typeof value === "number" && value !== 0 && Math.abs(value) < 1e-4;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
