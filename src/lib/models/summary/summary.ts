// What a model is made of, for people: a table in a terminal, a table under a picture in a notebook.
import { escapeXml } from "../../base/escape.js";
import { drawArchitecture } from "./drawing.js";
import type { Layer } from "./layers.js";
import { countText, shapeText } from "./text.js";

export interface SummaryRow {
  readonly layer: string;
  readonly operation: string;
  /** For one image, one text or one pair of them. */
  readonly output: readonly number[];
  /** Numbers that it holds, trained or not. */
  readonly parameters: number;
}

export interface ParameterSize {
  readonly name: string;
  readonly size: number;
  readonly trained: boolean;
}

export class ModelSummary {
  readonly rows: readonly SummaryRow[];
  /** Numbers that training moves. */
  readonly trained: number;
  /** Running statistics of BatchNorm. */
  readonly tracked: number;

  constructor(
    readonly title: string,
    private readonly layers: readonly Layer[],
    sizes: readonly ParameterSize[],
  ) {
    const sum = (chosen: readonly ParameterSize[]) => chosen.reduce((total, { size }) => total + size, 0);
    this.rows = layers.map(({ name, operation, output, parameters }) => ({
      layer: name,
      operation,
      output,
      parameters: sum(sizes.filter((one) => parameters.some((group) => belongs(one.name, group)))),
    }));
    this.trained = sum(sizes.filter(({ trained }) => trained));
    this.tracked = sum(sizes.filter(({ trained }) => !trained));
  }

  /** The table as text. */
  toString(): string {
    const cells = [
      ["layer", "what it does", "output", "parameters"],
      ...this.rows.map((row) => [row.layer, row.operation, shapeText(row.output), countText(row.parameters)]),
    ];
    const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
    const line = (row: string[]) =>
      row
        .map((cell, i) => (i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join("  ")
        .trimEnd();
    const rule = "─".repeat(widths.reduce((sum, width) => sum + width, 6));
    const [head, ...body] = cells.map(line);
    return [this.title, rule, head, rule, ...body, rule, this.totals].join("\n");
  }

  /** The architecture as a picture: layers from top to bottom, images on the left and texts on the right. */
  toSvg(): string {
    return drawArchitecture(this.title, this.layers, this.rows);
  }

  /** How a notebook shows it: the picture, and the table that unfolds below. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const cell = (text: string, align = "left") => `<td style="text-align:${align}">${escapeXml(text)}</td>`;
    const rows = this.rows.map(
      (row) =>
        `<tr>${cell(row.layer)}${cell(row.operation)}${cell(shapeText(row.output))}${cell(countText(row.parameters), "right")}</tr>`,
    );
    const head = "<tr><th>layer</th><th>what it does</th><th>output</th><th>parameters</th></tr>";
    const table = `<table><thead>${head}</thead><tbody>${rows.join("")}</tbody></table>`;
    const details = `<details><summary>${escapeXml(this.totals)}</summary>${table}</details>`;
    return { "text/plain": this.toString(), "text/html": `${this.toSvg()}${details}` };
  }

  private get totals(): string {
    const all = this.trained + this.tracked;
    return `${countText(this.trained)} numbers are trained, ${countText(this.tracked)} tracked: ${countText(all)} in all`;
  }
}

const belongs = (name: string, group: string) => name === group || name.startsWith(`${group}.`);
