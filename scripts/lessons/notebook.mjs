// Reads notebooks and writes them in one canonical form: sorted keys, source by lines, a newline at the end.
import { readFileSync, writeFileSync } from "node:fs";

/** Reads a notebook. The source of each cell becomes one string. */
export function readNotebook(path) {
  const notebook = JSON.parse(readFileSync(path, "utf8"));
  for (const cell of notebook.cells) cell.source = joined(cell.source);
  return notebook;
}

/** Returns the text of a notebook file, as nbformat writes it. */
export function notebookText(notebook) {
  const cells = notebook.cells.map((cell) => ({ ...cell, source: linesOf(cell.source) }));
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}

export function writeNotebook(path, notebook) {
  writeFileSync(path, notebookText(notebook));
}

/** Returns a text that nbformat may store as a list of lines. */
export const joined = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

const linesOf = (text) => text.match(/.*\n|.+$/g) ?? [];

/** Tags of a cell: slide, fragment, skip, notes, exercise, check, cover, navigation. */
export const tagsOf = (cell) => cell.metadata.tags ?? [];
export const hasTag = (cell, tag) => tagsOf(cell).includes(tag);

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
