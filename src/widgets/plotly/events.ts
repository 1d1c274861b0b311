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

/** Content of an event about points. */
export interface PointedAt {
  /** The points under the pointer or in the selection. */
  readonly points: readonly FigurePoint[];
}

/** Content of an event about the layout. */
export interface FigureUpdate {
  /** New values by path, such as `"xaxis.range[0]"`. */
  readonly update: Readonly<Record<string, unknown>>;
}

/** Content of an event about traces. */
export interface TraceUpdate extends FigureUpdate {
  /** Indices of the changed traces. */
  readonly traces: readonly number[];
}

/** Content of each event of a figure, by name. */
export interface FigureEvents {
  /** The reader clicked on points. */
  click: PointedAt;
  /** The pointer reached points. */
  hover: PointedAt;
  /** The pointer left points. */
  unhover: PointedAt;
  /** The reader selected points in a box or lasso. */
  selected: PointedAt;
  /** The reader removed the selection. */
  deselect: Record<never, never>;
  /** The reader zoomed or dragged. */
  relayout: FigureUpdate;
  /** The reader hid or showed traces in the legend. */
  restyle: TraceUpdate;
}
