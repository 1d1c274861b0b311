// The shown matrix: one layer in one order.
import { decodeScore } from "../scoreCodes.js";
import type { SimilarityHeatmapState } from "../state.js";
import { CodePyramid } from "./codePyramid.js";
import { asGiven, byClass, type Ordering, reordered } from "./ordering.js";

/** Traits that determine the shown matrix. */
export type LayerState = Pick<
  SimilarityHeatmapState<unknown>,
  "layers" | "layer" | "rows" | "columns" | "rowClasses" | "columnClasses" | "owners" | "order"
>;

/** A cell of the matrix. */
export interface Cell {
  /** Its position in the current order. */
  readonly place: { readonly row: number; readonly column: number };
  /** Index of its image. */
  readonly row: number;
  /** Index of its caption. */
  readonly column: number;
  readonly score: number;
}

/** Cells, order and ranks of the shown matrix. */
export class Matrix {
  readonly pyramid: CodePyramid;
  readonly down: Ordering;
  readonly across: Ordering;

  constructor(
    private readonly state: LayerState,
    private readonly codes: Uint16Array,
  ) {
    const [rows, columns] = [state.rows.length, state.columns.length];
    const grouped = state.order === "class";
    this.down = grouped && state.rowClasses.length > 0 ? byClass(state.rowClasses) : asGiven(rows);
    this.across = grouped && state.columnClasses.length > 0 ? byClass(state.columnClasses) : asGiven(columns);
    const given = { codes, columns, rows };
    this.pyramid = new CodePyramid(grouped ? reordered(given, this.down, this.across) : given);
  }

  /** Returns the cell at a position of the current order. */
  at(place: { row: number; column: number }): Cell {
    return this.cell(this.down.from[place.row]!, this.across.from[place.column]!, place);
  }

  /** Returns the cell of an image and a caption. */
  of(row: number, column: number): Cell {
    return this.cell(row, column, {
      row: this.down.from.indexOf(row),
      column: this.across.from.indexOf(column),
    });
  }

  /** Returns true if the caption belongs to the image, undefined if the owners are unknown. */
  owns({ row, column }: Cell): boolean | undefined {
    const owner = this.state.owners[column];
    return owner === undefined ? undefined : owner === row;
  }

  /** Returns the rank of the caption for this image and of the image for this caption, from 1. */
  ranks({ row, column }: Cell): { caption: number; image: number } {
    const [rows, columns] = [this.state.rows.length, this.state.columns.length];
    const code = this.codes[row * columns + column]!;
    let [caption, image] = [1, 1];
    for (let k = 0; k < columns; k++) if (this.codes[row * columns + k]! > code) caption += 1;
    for (let k = 0; k < rows; k++) if (this.codes[k * columns + column]! > code) image += 1;
    return { caption, image };
  }

  private cell(row: number, column: number, place: Cell["place"]): Cell {
    const code = this.codes[row * this.state.columns.length + column]!;
    return { place, row, column, score: decodeScore(code, this.state.layers[this.state.layer]!) };
  }
}
