// Events of a figure, as page and kernel share them.

/** A point under the pointer or in a selection. Its coordinates depend on the type of the trace. */
export interface FigurePoint {
  /** Index of the trace. */
  readonly curveNumber: number;
  /** Index of the point in the trace, [row, column] in a heat map. */
  readonly pointIndex: number | readonly number[];
  /** Position on the x axis. */
  readonly x?: string | number | null;
  /** Position on the y axis. */
  readonly y?: string | number | null;
  /** Third coordinate, or the value of a heat map's cell. */
  readonly z?: number | null;
  /** The point's text in the trace. */
  readonly text?: string;
  /** Label of a pie's or treemap's sector. */
  readonly label?: string;
  /** Value of a pie's or treemap's sector. */
  readonly value?: number;
  /** The point's entry in the trace's `customdata`. */
  readonly customdata?: unknown;
}

/** Content of each event of a figure, by name. */
export interface FigureEvents {
  /** The reader clicked on points. */
  click: { readonly points: readonly FigurePoint[] };
  /** The pointer reached points. */
  hover: { readonly points: readonly FigurePoint[] };
  /** The pointer left points. */
  unhover: { readonly points: readonly FigurePoint[] };
  /** The reader selected the points in a box or lasso. */
  selected: { readonly points: readonly FigurePoint[] };
  /** The reader removed the selection. */
  deselect: Record<never, never>;
  /** The reader zoomed or dragged: new values of the layout by path, such as `"xaxis.range[0]"`. */
  relayout: { readonly update: Readonly<Record<string, unknown>> };
  /** The reader hid or showed traces in the legend: new values by key, and the indices of the traces. */
  restyle: { readonly update: Readonly<Record<string, unknown>>; readonly traces: readonly number[] };
}
