// A plotly figure as a two-way widget: traces and layout are changed in place from TypeScript, and what the reader
// clicks, hovers, selects or zooms comes back. Where no widget can be shown, a picture of the same data stands in.
import { inspect } from "node:util";
import type { Config, Data, Layout } from "plotly.js-dist-min";
import { anyWidgetSpec } from "../../kernel/widget/anyWidget.js";
import { type JsonObject, WidgetError } from "../../kernel/widget/host.js";
import { wrapPageSource } from "../../kernel/widget/pageWrapper/wrapper.js";
import { shown, type Trait } from "../../kernel/widget/state/traits.js";
import { Widget } from "../../kernel/widget/widget.js";
import { pageModule } from "../core/pageModule.js";
import { type NumericArray, pack, unpack } from "./arrays.js";
import type { FigureEvents } from "./events.js";
import { plotlyLibrary } from "./library.js";
import { extended, merged } from "./merge.js";
import { picture, prepareToDraw } from "./picture/picture.js";

/** A figure as plotly.js takes it. */
export interface FigureOptions {
  readonly data: readonly Data[];
  readonly layout?: Partial<Layout>;
  readonly config?: Partial<Config>;
}

interface FigureState {
  /** The traces. */
  data: readonly Data[];
  /** Axes, titles and everything else that is no trace; kept in step with what the reader zooms and drags. */
  plotLayout: Partial<Layout>;
  config: Partial<Config>;
}

/** New values by key of a trace, one list a trace; see {@link Figure.extendTraces}. */
type Extension = Readonly<Record<string, readonly (readonly unknown[] | NumericArray)[]>>;

const codec = { encode: pack, decode: unpack };
const traits: readonly Trait[] = [
  { name: "data", type: "array", items: { type: "object" }, default: [], codec },
  { name: "plotLayout", type: "object", default: {}, codec },
  { name: "config", type: "object", default: {} },
  { name: "library", type: "reference", default: null },
];

export interface Figure extends FigureState {}
/**
 * @example
 * const figure = plot([{ y: losses }]);
 * figure.on("click", ({ points }) => console.log(points[0]?.x));
 * figure.extendTraces({ y: [[loss]] }, [0]);
 */
export class Figure extends Widget<FigureState, FigureEvents> {
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
   * @throws {WidgetError} when there is no such trace
   */
  restyle(patch: Partial<Data>, trace = 0): void {
    this.#trace(trace);
    this.data = this.data.map((one, i) => (i === trace ? merged(one, patch) : one));
  }

  /** Merges a change into the layout. */
  relayout(patch: Partial<Layout>): void {
    this.plotLayout = merged(this.plotLayout, patch);
  }

  /** Replaces traces and, where given, the layout. */
  react(data: readonly Data[], layout: Partial<Layout> = this.plotLayout): void {
    this.set({ data, plotLayout: layout });
  }

  addTraces(...traces: readonly Data[]): void {
    this.data = [...this.data, ...traces];
  }

  /** @throws {WidgetError} when there is no such trace */
  deleteTraces(...indices: readonly number[]): void {
    for (const index of indices) this.#trace(index);
    this.data = this.data.filter((_, i) => !indices.includes(i));
  }

  /**
   * Appends points to traces; with `maxPoints` only the last ones are kept. However often it is called, the page
   * is sent the newest state as fast as it can draw it.
   * @example
   * figure.extendTraces({ y: [[loss]] }, [0]);
   * @throws {WidgetError} when there is no such trace
   */
  extendTraces(update: Extension, traces: readonly number[], maxPoints?: number): void {
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

  /** A picture of the figure as it is, drawn without a browser. */
  protected override fallback(): Promise<JsonObject> {
    return picture(this.data, this.plotLayout);
  }

  override [inspect.custom](): string {
    const kinds = this.data.map(({ type = "scatter" }) => type);
    return `Figure(${kinds.length > 0 ? kinds.join(", ") : "no trace yet"})`;
  }

  #trace(index: number): Data {
    const trace = this.data[index];
    if (trace) return trace;
    throw new WidgetError(
      `Figure: expected a trace from 0 to ${this.data.length - 1}, found ${shown(index)}; add it with addTraces.`,
    );
  }
}

/**
 * Makes a figure of plotly.js, which a cell shows as its value.
 * @example
 * plot({ data: [{ y: losses, name: "loss" }], layout: { xaxis: { title: { text: "step" } } } })
 * @example
 * plot([{ type: "heatmap", z: similarities }])
 */
export function plot(figure: FigureOptions): Figure;
export function plot(data: readonly Data[], layout?: Partial<Layout>): Figure;
export function plot(figure: FigureOptions | readonly Data[], layout?: Partial<Layout>): Figure {
  return new Figure("data" in figure ? figure : { data: figure, layout });
}
