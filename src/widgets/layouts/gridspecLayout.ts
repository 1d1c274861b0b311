// The layout of rows and columns in which a widget takes a cell or a rectangle of cells.
import { type Widget, WidgetError, type WidgetInput } from "typescript-lab/widget";
import { describeValue, type WidgetSpec } from "typescript-lab/widget/spec";
import { LayoutTemplate, type LayoutTemplateState, layoutOf, templateSpec } from "./template.js";

/** Traits of {@link GridspecLayout}. */
export interface GridspecLayoutState extends LayoutTemplateState {}

/**
 * Rows or columns of a grid, counted from 0: one of them, a range from its start up to but without its end, or "all".
 * Negative numbers count from the end, as in `Array.prototype.slice`, and a range without an end goes to the last one.
 */
export type GridRange = number | readonly [start: number, end?: number] | "all";

const empty = ".";

export interface GridspecLayout extends GridspecLayoutState {}
/**
 * Grid of rows and columns of the same size. A widget takes one cell or a rectangle of cells.
 * @example
 * const grid = new GridspecLayout(4, 2, { height: "200px" });
 * const fill = { width: "auto", height: "auto" };
 * grid.set([0, 3], 0, new Button({ description: "three rows", layout: fill }));
 * grid.set(-1, "all", new Button({ description: "the last row", layout: fill }));
 * grid.at(0, 0); // the first button
 */
export class GridspecLayout extends LayoutTemplate<GridspecLayoutState> {
  /** Model, view and traits. */
  static readonly spec: WidgetSpec = templateSpec("GridspecLayout", []);

  /** Number of rows. */
  readonly n_rows: number;
  /** Number of columns. */
  readonly n_columns: number;
  readonly #cells: string[][];
  readonly #widgets = new Map<string, Widget>();
  #count = 0;

  /**
   * Makes an empty grid.
   * @param n_rows number of rows, at least 1
   * @param n_columns number of columns, at least 1
   * @throws {WidgetError} for another number, or when a trait does not take its value
   */
  constructor(n_rows: number, n_columns: number, state: WidgetInput<GridspecLayoutState> = {}) {
    checkCount("n_rows", n_rows);
    checkCount("n_columns", n_columns);
    super(state);
    this.n_rows = n_rows;
    this.n_columns = n_columns;
    this.#cells = Array.from({ length: n_rows }, () => Array<string>(n_columns).fill(empty));
  }

  /** Changes traits; see {@link Widget.set}. */
  override set(state: WidgetInput<GridspecLayoutState>): void;
  /**
   * Puts a widget into a cell or a rectangle of cells. Widgets that had one of the cells leave the grid.
   * @param rows a row, a range of rows, or "all"
   * @param columns a column, a range of columns, or "all"
   * @throws {WidgetError} for cells outside of the grid
   * @example
   * const grid = new GridspecLayout(3, 4);
   * grid.set([0, 2], "all", new Text());
   */
  override set(rows: GridRange, columns: GridRange, widget: Widget): void;
  override set(
    first: GridRange | WidgetInput<GridspecLayoutState>,
    columns?: GridRange,
    widget?: Widget,
  ): void {
    if (columns === undefined) super.set(first as WidgetInput<GridspecLayoutState>);
    else this.#put(first as GridRange, columns, widget);
  }

  /**
   * Returns the widget of a cell or of a rectangle of cells, undefined where there is none.
   * @throws {WidgetError} for cells outside of the grid, or when the cells have several widgets
   * @example
   * const grid = new GridspecLayout(1, 2);
   * grid.set(0, "all", new Text());
   * grid.at(0, 1) === grid.at(0, 0); // true
   */
  at(rows: GridRange, columns: GridRange): Widget | undefined {
    const found = new Set(this.#places(rows, columns).map(([row, column]) => this.#cells[row]![column]!));
    if (found.size > 1)
      throw new WidgetError(
        `GridspecLayout.at: expected cells of one widget, found ${found.size} different cells; ask for each cell.`,
      );
    return this.#widgets.get([...found][0]!);
  }

  protected override arrange(): void {
    for (const [area, widget] of this.#widgets)
      layoutOf(widget, "GridspecLayout.set").set({ grid_area: area });
    this.showGrid({
      areas: this.#cells,
      columns: `repeat(${this.n_columns}, 1fr)`,
      rows: `repeat(${this.n_rows}, 1fr)`,
    });
    this.children = [...this.#widgets.values()];
  }

  #put(rows: GridRange, columns: GridRange, widget: Widget | undefined): void {
    if (typeof widget !== "object" || widget === null || !("modelId" in widget))
      throw new WidgetError(
        `GridspecLayout.set: expected a widget, found ${describeValue(widget)}; pass it after the rows and columns.`,
      );
    const places = this.#places(rows, columns);
    layoutOf(widget, "GridspecLayout.set");
    for (const [area, other] of this.#widgets) if (other === widget) this.#remove(area);
    for (const [row, column] of places) this.#remove(this.#cells[row]![column]!);
    this.#count++;
    const area = `widget${String(this.#count).padStart(3, "0")}`;
    for (const [row, column] of places) this.#cells[row]![column] = area;
    this.#widgets.set(area, widget);
    this.arrange();
  }

  /** Removes a widget from all of its cells. A rest that is no rectangle would make the whole grid invalid. */
  #remove(area: string): void {
    if (!this.#widgets.delete(area)) return;
    for (const row of this.#cells)
      for (const [column, one] of row.entries()) if (one === area) row[column] = empty;
  }

  #places(rows: GridRange, columns: GridRange): (readonly [row: number, column: number])[] {
    const across = indices("column", columns, this.n_columns);
    return indices("row", rows, this.n_rows).flatMap((row) => across.map((column) => [row, column] as const));
  }
}

function checkCount(name: string, count: unknown): void {
  if (Number.isInteger(count) && (count as number) > 0) return;
  throw new WidgetError(
    `GridspecLayout.${name}: expected a whole number of at least 1, found ${describeValue(count)}; pass rows, then columns.`,
  );
}

/** Returns the indices in a range of `count` rows or columns. */
function indices(kind: "row" | "column", range: GridRange, count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (range === "all") return all;
  if (typeof range === "number") {
    const index = range < 0 ? range + count : range;
    if (all.includes(index)) return [index];
  } else if (isRange(range)) {
    const [start, end] = range;
    const some = all.slice(start, end);
    if (some.length > 0) return some;
  }
  throw new WidgetError(
    `GridspecLayout: expected a ${kind} from ${-count} to ${count - 1}, a range [start, end] of them or "all", found ${describeValue(range)}; change the ${kind}.`,
  );
}

function isRange(value: unknown): value is readonly [number, number?] {
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) return false;
  return Number.isInteger(value[0]) && (value[1] === undefined || Number.isInteger(value[1]));
}
