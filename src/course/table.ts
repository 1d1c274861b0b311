// Rows of values as an HTML table.
import { escapeXml } from "../lib/base/drawing/escape.js";
import { htmlValue } from "./html.js";

/** A row of a table: its cells by column. */
export type TableRow = Readonly<Record<string, string | number | undefined>>;

/**
 * Returns a table for `display` or as the value of a cell. The columns are the keys of the first row. Numbers are aligned
 * to the right, with at most two decimals, or three digits below 1. A number below 5e-7 is shown as 0. An undefined value is an empty cell.
 * @example
 * display(table([{ name: "m1", mR: 12.345 }, { name: "m2", mR: 13 }]));
 */
export function table(rows: readonly TableRow[]): object {
  const columns = Object.keys(rows[0] ?? {});
  const words = (value: TableRow[string]) =>
    typeof value === "number" ? value.toLocaleString("en", precisionOf(value)) : (value ?? "");
  const cell = (value: TableRow[string]) =>
    `<td style="text-align:${typeof value === "number" ? "right" : "left"}">${escapeXml(words(value))}</td>`;
  const head = columns.map((name) => `<th style="text-align:left">${escapeXml(name)}</th>`).join("");
  const body = rows.map((row) => `<tr>${columns.map((name) => cell(row[name])).join("")}</tr>`).join("");
  const lines = [columns, ...rows.map((row) => columns.map((name) => words(row[name])))];
  return htmlValue(
    `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`,
    lines.map((line) => line.join("\t")).join("\n"),
  );
}

function precisionOf(value: number): Intl.NumberFormatOptions {
  if (Math.abs(value) >= 1) return { maximumFractionDigits: 2 };
  return Math.abs(value) < 5e-7 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
}
