// A plotly figure as a two-way widget. TypeScript changes traces and layout in place; the page reports clicks, hovers,
// selections and zooms. The fallback is a picture of the same data.
import { inspect } from "node:util";
import type { Config, Data, Layout } from "plotly.js-dist-min";
import type { JsonObject } from "typescript-lab";
import { Widget, WidgetError } from "typescript-lab/widget";
import { anyWidgetSpec, describeValue, type Trait, wrapPageSource } from "typescript-lab/widget/spec";
import { pageModule } from "../core/pageModule.js";
import { type NumericArray, pack, packLayout, unpack } from "./arrays.js";
import type { FigureEvents } from "./events.js";
import { plotlyLibrary } from "./library.js";
import { extended, patched } from "./merge.js";
import type { LayoutPatch, TracePatch } from "./paths.js";
import { picture, prepareToDraw } from "./picture/picture.js";

/** A figure as plotly.js takes it. */
export interface FigureOptions {
  /** The traces. */
  readonly data: readonly Data[];
  /** Axes, titles, legend and size. Default plotly's. */
  readonly layout?: Partial<Layout>;
  /** Mode bar and interaction. Default plotly's. */
  readonly config?: Partial<Config>;
}

/** Traits of {@link Figure}. */
export interface FigureState {
  /** The traces. */
  data: readonly Data[];
  /** Axes, titles, legend and size. Zooming and dragging in the page change it. */
  plotLayout: Partial<Layout>;
  /** Mode bar and interaction. */
  config: Partial<Config>;
}

/** New points for traces: for each key a list of values for each trace; see {@link Figure.extendTraces}. */
export type TraceExtension = Readonly<Record<string, readonly (readonly unknown[] | NumericArray)[]>>;

const codec = { encode: pack, decode: unpack };
const traits: readonly Trait[] = [
  { name: "data", type: "array", items: { type: "object" }, default: [], codec },
  { name: "plotLayout", type: "object", default: {}, codec: { encode: packLayout, decode: unpack } },
  { name: "config", type: "object", default: {} },
  { name: "library", type: "reference", default: null },
];

export interface Figure extends FigureState {}
/**
 * A figure of plotly.js. {@link plot} makes one.
 * @example
 * const figure = plot([{ y: [3, 2, 1] }]);
 * figure.on("click", ({ points }) => console.log(points[0]?.x));
 * figure.extendTraces({ y: [[0.5]] }, [0]);
 */
export class Figure extends Widget<FigureState, FigureEvents> {
  /** @throws {WidgetError} outside a notebook */
  constructor({ data, layout = {}, config = {} }: FigureOptions) {
    super(anyWidgetSpec("Figure", traits), {
      ...({
        _esm: wrapPageSource(pageModule("plotly")),
        _anywidget_id: "amfmn-lab.Figure",
        library: plotlyLibrary(),
      } as object),
      data,
      plotLayout: layout,
      config,
    });
    prepareToDraw();
  }

  /**
   * Merges a change into one trace.
   * @param patch new values by key, or by path as in plotly. Nested objects are merged, other values replaced.
   * @param trace index of the trace. Default 0.
   * @throws {WidgetError} when there is no such trace
   * @example
   * const figure = plot([{ y: [3, 2, 1] }]);
   * figure.restyle({ "marker.color": "red", "line.width": 2, name: "loss" });
   */
  restyle<const Path extends string>(patch: TracePatch<Path>, trace = 0): void {
    this.#trace(trace);
    this.data = this.data.map((one, i) => (i === trace ? patched(one, patch) : one));
  }

  /**
   * Merges a change into the layout.
   * @param patch new values by key, or by path as in plotly. Nested objects are merged, other values replaced.
   * @throws {WidgetError} for a malformed path
   * @example
   * const figure = plot([{ y: [3, 2, 1] }]);
   * figure.relayout({ "xaxis.range": [0, 1], "annotations[0].text": "start", width: 400 });
   */
  relayout<const Path extends string>(patch: LayoutPatch<Path>): void {
    this.plotLayout = patched(this.plotLayout, patch);
  }

  /** Replaces all traces, and the layout if one is passed. */
  react(data: readonly Data[], layout: Partial<Layout> = this.plotLayout): void {
    this.set({ data, plotLayout: layout });
  }

  /** Appends traces. */
  addTraces(...traces: readonly Data[]): void {
    this.data = [...this.data, ...traces];
  }

  /**
   * Removes traces by index.
   * @throws {WidgetError} when there is no such trace
   */
  deleteTraces(...indices: readonly number[]): void {
    for (const index of indices) this.#trace(index);
    this.data = this.data.filter((_, i) => !indices.includes(i));
  }

  /**
   * Appends points to traces. The page receives the latest state as fast as it draws, at any rate of calls.
   * @param update for each key a list of new values for each trace
   * @param traces indices of the traces
   * @param maxPoints number of points that each trace keeps, the last ones. Default all.
   * @example
   * const figure = plot([{ y: [3, 2] }, { y: [1, 2] }]);
   * figure.extendTraces({ y: [[1.5], [2.5]] }, [0, 1], 1000);
   * @throws {WidgetError} when there is no such trace
   */
  extendTraces(update: TraceExtension, traces: readonly number[], maxPoints?: number): void {
    const data = [...this.data];
    for (const [i, index] of traces.entries()) {
      const trace = this.#trace(index) as Record<string, unknown>;
      const added = Object.entries(update).map(([key, lists]) => [
        key,
        extended(trace[key] as readonly unknown[] | undefined, lists[i] ?? [], maxPoints),
      ]);
      data[index] = { ...trace, ...Object.fromEntries(added) } as Data;
    }
    this.data = data;
  }

  /** Returns a picture of the figure, drawn without a browser. */
  protected override fallback(): Promise<JsonObject> {
    // The page's plotly.js reads the unpacked form, and the picture must not differ.
    return picture(unpack(pack(this.data)) as Data[], unpack(packLayout(this.plotLayout)) as object);
  }

  override [inspect.custom](): string {
    const kinds = this.data.map(({ type = "scatter" }) => type);
    return `Figure(${kinds.length > 0 ? kinds.join(", ") : "no trace yet"})`;
  }

  #trace(index: number): Data {
    const trace = this.data[index];
    if (trace) return trace;
    throw new WidgetError(
      `Figure: expected a trace from 0 to ${this.data.length - 1}, found ${describeValue(index)}; add it with addTraces.`,
    );
  }
}

/**
 * Makes a figure of plotly.js.
 * @throws {WidgetError} outside a notebook
 * @example
 * plot({ data: [{ y: [3, 2, 1], name: "loss" }], layout: { xaxis: { title: { text: "step" } } } });
 */
export function plot(figure: FigureOptions): Figure;
/**
 * Makes a figure from its traces.
 * @throws {WidgetError} outside a notebook
 * @example
 * plot([{ type: "heatmap", z: [[1, 0.2], [0.1, 0.9]] }]);
 */
export function plot(data: readonly Data[], layout?: Partial<Layout>): Figure;
export function plot(figure: FigureOptions | readonly Data[], layout?: Partial<Layout>): Figure {
  return new Figure("data" in figure ? figure : { data: figure, layout });
}
