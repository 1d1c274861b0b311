// Rows as a table, with a column for each of their keys.
import { escapeXml } from "../lib/base/escape.js";
import { htmlValue } from "./html.js";

type Row = Readonly<Record<string, string | number | undefined>>;

/**
 * A table for `display` or as the value of a cell. Columns are the keys of the first row; numbers stand to the right,
 * with two decimals at most (three digits below 1); what is undefined stays empty.
 * @example
 * table([{ name: "m1", mR: 12.345 }, { name: "m2", mR: 13 }])
 */
export function table(rows: readonly Row[]): object {
  const columns = Object.keys(rows[0] ?? {});
  const words = (value: Row[string]) =>
    typeof value === "number" ? value.toLocaleString("en", precisionOf(value)) : (value ?? "");
  const cell = (value: Row[string]) =>
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
  return Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 };
}
