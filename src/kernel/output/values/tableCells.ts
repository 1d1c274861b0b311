// Shortens the texts in the rows of `console.table`, because a front end breaks wide lines.
import { types } from "node:util";

type Row = Readonly<Record<string, unknown>>;

/** Number of characters in a line. JupyterLab has room for about as many. */
const lineLength = 100;
/** Characters beside the text of a cell: a border, spaces and quotes. */
const around = 5;

/** Returns rows with shorter texts, if the table would be too wide. Any other value is returned unchanged. */
export function fittingRows(data: unknown, columns?: readonly string[]): unknown {
  if (typeof data !== "object" || data === null || types.isProxy(data)) return data;
  if (types.isMap(data) || types.isSet(data)) return data;
  const rows = Object.values(data) as unknown[];
  const widths = widthsOf(rows.filter(isRow), columns);
  const limit = limitOf([...widths.values()]);
  if (limit === undefined) return data;
  const fitted = Object.entries(data).map(([name, row]: [string, unknown]) => [
    name,
    isRow(row) ? shortened(row, limit) : row,
  ]);
  const names = Object.keys(data).every((name, i) => name === String(i));
  return names && Array.isArray(data) ? fitted.map(([, row]) => row) : Object.fromEntries(fitted);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !types.isProxy(value);
}

/** Returns the width of each column's longest text. */
function widthsOf(rows: readonly Row[], columns: readonly string[] | undefined): Map<string, number> {
  const widths = new Map<string, number>();
  for (const row of rows)
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(row))) {
      if (columns && !columns.includes(name)) continue;
      const width = Math.max(name.length, typeof value === "object" ? 12 : String(value).length);
      widths.set(name, Math.max(widths.get(name) ?? 0, width));
    }
  return widths;
}

/** Returns the largest width of a column at which the table fits, or undefined if it fits as it is. */
function limitOf(widths: readonly number[]): number | undefined {
  let room = lineLength - around * (widths.length + 1) - "(index)".length;
  const ascending = [...widths].sort((a, b) => a - b);
  for (const [i, width] of ascending.entries()) {
    const share = Math.floor(room / (ascending.length - i));
    if (width > share) return Math.max(share, 8);
    room -= width;
  }
  return undefined;
}

function shortened(row: Row, limit: number): Row {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(row)).map(([name, property]) => {
    const { value } = property;
    const isLong = typeof value === "string" && value.length > limit;
    return [name, isLong ? { ...property, value: `${value.slice(0, limit - 1)}…` } : property];
  });
  return Object.defineProperties({}, Object.fromEntries(properties) as PropertyDescriptorMap) as Row;
}
