// What a figure's page reports, written once for both sides.

/** A point under the pointer or in a selection; which coordinates there are depends on the trace. */
export interface FigurePoint {
  /** Which trace, from 0. */
  readonly curveNumber: number;
  /** Which point of the trace, from 0; [row, column] in a heat map. */
  readonly pointIndex: number | readonly number[];
  readonly x?: string | number | null;
  readonly y?: string | number | null;
  readonly z?: number | null;
  readonly text?: string;
  readonly label?: string;
  readonly value?: number;
  readonly customdata?: unknown;
}

/** The content of each event, by name. */
export interface FigureEvents {
  click: { readonly points: readonly FigurePoint[] };
  hover: { readonly points: readonly FigurePoint[] };
  unhover: { readonly points: readonly FigurePoint[] };
  /** The points in a box or lasso. */
  selected: { readonly points: readonly FigurePoint[] };
  deselect: Record<never, never>;
  /** What changed in the layout, by path, such as `"xaxis.range[0]"`. */
  relayout: { readonly update: Readonly<Record<string, unknown>> };
  /** The reader hid or showed a trace in the legend, or otherwise changed one. */
  restyle: { readonly update: Readonly<Record<string, unknown>>; readonly traces: readonly number[] };
}
