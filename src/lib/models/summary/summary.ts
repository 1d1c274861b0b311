// The summary of a model: a table in a terminal, a picture with a table in a notebook.
import { escapeXml } from "../../base/drawing/escape.js";
import { owns } from "../../nn/parameters.js";
import { drawArchitecture } from "./drawing.js";
import type { Layer, SummaryRow } from "./layers.js";
import { countText, shapeText } from "./text.js";

/** The number of values of one parameter. */
export interface ParameterSize {
  /** The parameter's name. */
  readonly name: string;
  /** The number of values. */
  readonly size: number;
  /** True for a weight, false for a running statistic. */
  readonly trained: boolean;
}

/**
 * Layers, shapes and parameters of a model.
 *
 * @example
 * const { rows, trained } = model.summary();
 * console.log(rows.length, trained);
 */
export class ModelSummary {
  /** One line for each layer, in the order of computation. */
  readonly rows: readonly SummaryRow[];
  /** Number of values that training moves. */
  readonly trained: number;
  /** Number of values that batch normalization tracks. */
  readonly tracked: number;

  /** @internal */
  constructor(
    /** Heading of the table. */
    readonly title: string,
    private readonly layers: readonly Layer[],
    sizes: readonly ParameterSize[],
  ) {
    const sum = (chosen: readonly ParameterSize[]) => chosen.reduce((total, { size }) => total + size, 0);
    this.rows = layers.map(({ name, operation, output, owners }) => ({
      layer: name,
      operation,
      output,
      parameters: sum(sizes.filter((size) => owners.some((owner) => owns(owner, size.name)))),
    }));
    this.trained = sum(sizes.filter(({ trained }) => trained));
    this.tracked = sum(sizes.filter(({ trained }) => !trained));
  }

  /** Returns the table as text. */
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

  /** Returns the architecture as SVG, with layers from top to bottom, images on the left and texts on the right. */
  toSvg(): string {
    return drawArchitecture(this.title, this.layers, this.rows);
  }

  /** Returns the MIME bundle for a notebook: the picture, and the table that unfolds below. */
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
