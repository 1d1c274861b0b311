// A widget of one's own whose page side is an ES module with `render({ model, el })`, as anywidget has it.
import { randomUUID } from "node:crypto";
import { type PageSource, readPageSource, watchPageSource } from "./pageSource.js";
import { wrapPageSource } from "./pageWrapper/wrapper.js";
import type { Trait } from "./state/traits.js";
import { Widget, type WidgetInput, type WidgetSpec } from "./widget.js";

/** How a widget of one's own is made. */
export interface AnyWidgetOptions<S extends object> {
  /** What error messages call it. */
  readonly name: string;
  /** The ES module whose default export renders the widget: its text, or a file (.js, .ts, …). */
  readonly esm: PageSource;
  /** Style of the widget: its text, or a .css file. */
  readonly css?: PageSource;
  /** Every trait that page and kernel share, with its first value; each keeps the kind of that value. */
  readonly state: S;
  /**
   * Whether open pages take over a changed file at once. By default where NODE_ENV is "development" or
   * ANYWIDGET_HMR is "1".
   */
  readonly watch?: boolean;
}

const developing = process.env.NODE_ENV === "development" || process.env.ANYWIDGET_HMR === "1";

/** The specification of a model that anywidget's page code shows. */
export function anyWidgetSpec(name: string, traits: readonly Trait[]): WidgetSpec {
  const version = "~0.11.*";
  const id = randomUUID();
  return {
    name,
    id,
    model: { name: "AnyModel", module: "anywidget", version },
    view: { name: "AnyView", module: "anywidget", version },
    traits: [{ name: "_model_id", type: "string", default: id }, ...pageTraits, ...traits],
  };
}

const pageTraits: readonly Trait[] = [
  { name: "_esm", type: "string", default: "" },
  { name: "_css", type: "string", default: "" },
  { name: "_anywidget_id", type: "string", default: "" },
  { name: "_dom_classes", type: "array", items: { type: "string" }, default: [] },
  { name: "layout", type: "reference", widget: "Layout", default: null },
];

class StateWidget<S extends object> extends Widget<S> {
  readonly #unwatch: (() => void)[];

  constructor({ name, esm, css = "", state, watch = developing }: AnyWidgetOptions<S>) {
    const traits = Object.entries(state).map(
      ([trait, value]): Trait => ({ name: trait, type: traitType(value), default: null }),
    );
    const page = {
      _esm: wrapPageSource(readPageSource(esm)),
      _css: readPageSource(css),
      _anywidget_id: `${name}.${randomUUID()}`,
    };
    super(anyWidgetSpec(name, traits), { ...page, ...state } as WidgetInput<S>);
    const take = (changed: object) => this.set(changed as WidgetInput<S>);
    this.#unwatch = watch
      ? [
          watchPageSource(esm, (text) => take({ _esm: wrapPageSource(text) })),
          watchPageSource(css, (text) => take({ _css: text })),
        ]
      : [];
  }

  override close(): void {
    for (const end of this.#unwatch) end();
    super.close();
  }
}

/** A widget of one's own, with its state as properties. */
export type AnyWidget<S extends object> = StateWidget<S> & S;

/**
 * @example
 * const counter = new AnyWidget({
 *   name: "Counter",
 *   esm: "counter.ts",
 *   state: { count: 1 },
 * });
 * counter.observe("count", ({ new: count }) => console.log(count));
 * counter.count = 2;
 */
export const AnyWidget = StateWidget as new <S extends object>(options: AnyWidgetOptions<S>) => AnyWidget<S>;

/** A trait keeps the kind of its first value; numbers may be whole or not. */
function traitType(value: unknown): Trait["type"] {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float";
  if (ArrayBuffer.isView(value)) return "bytes";
  if (value instanceof Widget) return "reference";
  return Array.isArray(value) ? "array" : "any";
}
