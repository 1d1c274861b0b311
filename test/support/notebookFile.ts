// Notebooks as files: written for the TypeScript kernel, and read after a run.
import { readFileSync, writeFileSync } from "node:fs";

export interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Cell {
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly Output[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Writes a notebook of code cells for the TypeScript kernel. */
export function writeNotebook(file: string, cells: readonly string[]): void {
  const notebook = {
    cells: cells.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
    metadata: {
      kernelspec: { name: "typescript-lab", display_name: "TypeScript", language: "typescript" },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(file, JSON.stringify(notebook));
}

/** Reads a notebook. */
export function readNotebook(file: string): Notebook {
  return JSON.parse(readFileSync(file, "utf8")) as Notebook;
}

/** Returns the outputs of cells, in order. */
export function outputsOf(cells: readonly Cell[]): Output[] {
  return cells.flatMap(({ outputs }) => outputs ?? []);
}

/** Returns the text that cells printed. */
export function printedBy(cells: readonly Cell[]): string {
  return outputsOf(cells)
    .flatMap(({ text }) => text ?? [])
    .join("");
}

/** Returns the outputs that show a widget. */
export function widgetsOf(cells: readonly Cell[]): Output[] {
  return outputsOf(cells).filter(({ data }) => data && "application/vnd.jupyter.widget-view+json" in data);
}

/** Returns the cells with a tag. */
export function tagged(cells: readonly Cell[], tag: string): Cell[] {
  return cells.filter(({ metadata }) => metadata.tags?.includes(tag));
}
