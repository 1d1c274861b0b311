// Widgets with a page side of one's own: an ES module with `render({ model, el })`, as anywidget defines it.
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { WidgetError } from "./errors.js";
import { type PageSource, readPageSource, watchPageSource } from "./pageSource.js";
import { wrapPageSource } from "./pageWrapper/wrapper.js";
import { describeValue, type Trait } from "./state/traits.js";
import type { WidgetSpec } from "./state/traitValues.js";
import { type Change, Widget, type WidgetInput } from "./widget.js";

/** Options of `new AnyWidget(options)`. */
export interface AnyWidgetOptions<S extends object> {
  /** Name of the widget, as error messages print it. */
  readonly name: string;
  /** ES module whose default export renders the widget: source text, or a file (.js, .ts, …). */
  readonly esm: PageSource;
  /** Style of the widget: CSS text, or a .css file. Default: none. */
  readonly css?: PageSource;
  /**
   * The traits that page and kernel share, with their first values. A trait accepts values of the type that its first
   * value has.
   */
  readonly state: S;
  /**
   * Open pages load `esm` and `css` again when their files change. Default: true if NODE_ENV is "development" or
   * ANYWIDGET_HMR is "1".
   */
  readonly watch?: boolean;
}

const isDevelopment = process.env.NODE_ENV === "development" || process.env.ANYWIDGET_HMR === "1";

/**
 * Returns the specification of a model that anywidget's code in the page shows.
 * @param name name of the widget, as error messages print it
 * @param traits traits besides those of every anywidget
 * @example
 * import { anyWidgetSpec } from "typescript-lab/widget/spec";
 *
 * anyWidgetSpec("Counter", [{ name: "count", type: "int", default: 0 }]).model.module; // "anywidget"
 */
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

/** Both forms of an anywidget. A class without options reads them from its static members and its fields. */
class PageWidget<S extends object> extends Widget<S> {
  /** Printing of the class, whose static members hold the source of the page side. */
  static readonly [inspect.custom] = classText;
  #unwatch: (() => void)[] = [];

  constructor(options?: AnyWidgetOptions<S>) {
    const model = options && modelOf(options);
    super(
      model?.spec ??
        (() => {
          const own = optionsOf(this);
          this.#watch(own);
          return modelOf(own);
        }),
      model?.state as WidgetInput<S> | undefined,
    );
    if (options) this.#watch(options);
  }

  override close(): void {
    for (const end of this.#unwatch) end();
    super.close();
  }

  #watch({ esm, css = "", watch = isDevelopment }: AnyWidgetOptions<object>): void {
    if (!watch) return;
    const update = (changed: object) => this.set(changed as WidgetInput<S>);
    this.#unwatch = [
      watchPageSource(esm, (text) => update({ _esm: wrapPageSource(text) })),
      watchPageSource(css, (text) => update({ _css: text })),
    ];
  }
}

function classText(this: { readonly name: string }): string {
  return this.name === PageWidget.name ? "[class AnyWidget]" : `[class ${this.name} extends AnyWidget]`;
}

/** Specification and first state of a widget with these options. */
function modelOf({ name, esm, css = "", state }: AnyWidgetOptions<object>): {
  spec: WidgetSpec;
  state: object;
} {
  const traits = Object.entries(state).map(
    ([trait, value]): Trait => ({ name: trait, type: traitType(value), default: null }),
  );
  const page = {
    _esm: wrapPageSource(readPageSource(esm)),
    _css: readPageSource(css),
    _anywidget_id: `${name}.${randomUUID()}`,
  };
  return { spec: anyWidgetSpec(name, traits), state: { ...page, ...state } };
}

/** Options from the static members and the fields of a class that extends AnyWidget. */
function optionsOf(widget: object): AnyWidgetOptions<object> {
  const { name, esm, css, watch } = widget.constructor as unknown as Partial<AnyWidgetOptions<object>> & {
    name: string;
  };
  if (typeof esm !== "string" && !(esm instanceof URL))
    throw new WidgetError(
      `${name}.esm: expected the source or the file of the page side, found ${describeValue(esm)}; add static esm = "…" to the class.`,
    );
  const fields = Object.entries(widget).filter(([, value]) => typeof value !== "function");
  for (const [field, value] of fields)
    if (value === undefined)
      throw new WidgetError(
        `${name}.${field}: expected a first value, found undefined; give it one, or make it a #private field.`,
      );
  return { name, esm, css, watch, state: Object.fromEntries(fields) };
}

/** Base of a class whose fields are the traits. Its methods take the names and types of these fields. */
export interface FieldWidget extends Widget {
  /** Returns the value of a field, as the property of the same name does. */
  get<K extends keyof this & string>(name: K): this[K];
  /** Changes fields here and in the page, all at once. */
  set(state: Partial<this>): void;
  /** Calls the observer after each change of a field. Returns a function that removes the observer. */
  observe<K extends keyof this & string>(name: K, observer: (change: Change<this[K]>) => void): () => void;
  /** Removes an observer of a field. */
  unobserve<K extends keyof this & string>(name: K, observer: (change: Change<this[K]>) => void): void;
}

/** A widget that was made by `new AnyWidget({ state })`, with its state as properties. */
export type AnyWidget<S extends object = object> = PageWidget<S> & S;

/**
 * A widget with a page side of one's own. Extend it by a class with `static esm` (and `static css`, `static watch`, as
 * in AnyWidgetOptions), whose public fields are the traits that page and kernel share. Each trait keeps the type of its
 * first value. `#private` fields and functions stay in the kernel. Or pass an object of options with the traits as
 * `state`.
 * @example
 * import { AnyWidget } from "typescript-lab/widget";
 *
 * class Counter extends AnyWidget {
 *   static esm = `export default {
 *     render({ model, el }) {
 *       const button = document.createElement("button");
 *       const show = () => { button.textContent = "count is " + model.get("count"); };
 *       button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *       model.on("change:count", show);
 *       show();
 *       el.append(button);
 *     },
 *   }`;
 *   count = 1;
 * }
 * const counter = new Counter();
 * counter.observe("count", ({ new: count }) => console.log(count));
 * counter.count = 2;
 *
 * const same = new AnyWidget({ name: "Counter", esm: Counter.esm, state: { count: 1 } });
 * same.count = 2;
 */
export const AnyWidget = PageWidget as unknown as {
  new (): FieldWidget;
  new <S extends object>(options: AnyWidgetOptions<S>): AnyWidget<S>;
};

/** A trait keeps the type of its first value. Numbers may be integers or not. */
function traitType(value: unknown): Trait["type"] {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float";
  if (ArrayBuffer.isView(value)) return "bytes";
  if (value instanceof Widget) return "reference";
  return Array.isArray(value) ? "array" : "any";
}
