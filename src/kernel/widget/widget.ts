// The kernel's side of a Jupyter widget. A widget mirrors its traits in the page over a comm (widget messaging protocol
// 2.1). Both sides may change them, and TypeScript code may observe them.
import { type InspectOptions, inspect } from "node:util";
import { displaySymbol } from "../host/display.js";
import { JsonError } from "../host/errors.js";
import type { JsonObject } from "../host/json.js";
import { WidgetError } from "./errors.js";
import { oneLine } from "./oneLine.js";
import { sameValue } from "./state/equality.js";
import { type Change, TraitValues, type Values, type WidgetSpec } from "./state/traitValues.js";
import { Listeners } from "./sync/listeners.js";
import { ModelSync } from "./sync/modelSync.js";
import type { ModelState } from "./sync/registry.js";

export type { Change };

/**
 * Traits that a widget is made from. A trait that holds a widget, such as `layout`, may also be a plain object of the
 * traits of that widget.
 */
export type WidgetInput<S extends object> = {
  [K in keyof S]?: S[K] extends Widget<infer Inner> ? S[K] | Partial<Inner> : S[K];
};

/** A widget's specification and the traits that differ from its defaults. */
interface Start {
  readonly spec: WidgetSpec;
  readonly state: object;
}

/** Contents of the events that the page reports, by event name. */
type AnyEvents = Record<string, JsonObject>;

/**
 * Base class of all widgets. `S` has the traits and `E` the contents of the events, such as "click" of a button. A
 * widget that is the value of a cell or of `display(widget)` is shown.
 * @example
 * import { AnyWidget, type Widget } from "typescript-lab/widget";
 *
 * class Counter extends AnyWidget {
 *   static esm = "export default { render({ model, el }) { el.textContent = model.get('count') } }";
 *   count = 1;
 * }
 * const widgets: Widget[] = [new Counter()];
 */
export abstract class Widget<S extends object = object, E extends object = AnyEvents> {
  readonly #observers = new Listeners<[change: Change<never>]>();
  readonly #events = new Listeners<[content: unknown, buffers: Uint8Array[]]>();
  #start: (() => Start) | undefined;
  #name = "";
  #values!: TraitValues;
  #sync!: ModelSync;

  /**
   * Opens the widget's model in the page.
   * @param spec the specification, or a function that returns it with the first state. The function is called when
   *   the widget is used for the first time, so that a subclass can set its fields before.
   * @param state traits that differ from the specification's defaults
   * @throws {NoKernelError} outside of a kernel
   * @throws {WidgetError} for an unknown trait or a value that a trait does not accept
   */
  protected constructor(spec: WidgetSpec | (() => Start), state: WidgetInput<S> = {}) {
    if (typeof spec === "function") this.#start = spec;
    else this.#open({ spec, state });
  }

  /** Id of this widget's model in the page. */
  get modelId(): string {
    this.#ensureOpen();
    return this.#sync.modelId;
  }

  /** Returns the value of a trait, as the property of the same name does. */
  get<K extends keyof S & string>(name: K): S[K] {
    this.#ensureOpen();
    return this.#values.get(name) as S[K];
  }

  /**
   * Changes traits here and in the page. Calls the observers of the traits that differ, after all have changed.
   * @throws {WidgetError} for an unknown trait or a value that a trait does not accept. Then nothing changes.
   * @example
   * import { IntSlider } from "amfmn-lab/widgets";
   *
   * const slider = new IntSlider();
   * slider.set({ max: 10, value: 5 });
   */
  set(state: WidgetInput<S>): void {
    this.#ensureOpen();
    this.#apply(this.#completed(state as Values));
  }

  /**
   * Calls the observer after each change of a trait, by the program or by the page.
   * @returns a function that removes the observer
   * @throws {WidgetError} for an unknown trait
   * @example
   * import { IntSlider } from "amfmn-lab/widgets";
   *
   * const slider = new IntSlider();
   * slider.observe("value", (change) => console.log(change.old, "→", change.new));
   */
  observe<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): () => void {
    this.#ensureOpen();
    this.#values.trait(name);
    return this.#observers.add(name, observer as (change: Change<never>) => void);
  }

  /** Removes an observer of a trait. */
  unobserve<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): void {
    this.#observers.remove(name, observer as (change: Change<never>) => void);
  }

  /**
   * Calls the handler on each event of a name that the page reports, such as "click" of a button.
   * @returns a function that removes the handler
   */
  on<K extends keyof E & string>(
    event: K,
    handler: (content: E[K], buffers: Uint8Array[]) => void,
  ): () => void {
    return this.#events.add(event, handler as (content: unknown, buffers: Uint8Array[]) => void);
  }

  /**
   * Calls the handler on each custom message that the page sends with `model.send(content)`.
   * @returns a function that removes the handler
   */
  onCustom(handler: (content: JsonObject, buffers: Uint8Array[]) => void): () => void {
    return this.#events.add("", handler as (content: unknown, buffers: Uint8Array[]) => void);
  }

  /** Sends a custom message to the page, after the changes of traits that were made before. */
  sendCustom(content: JsonObject, buffers: Uint8Array[] = []): void {
    this.#ensureOpen();
    this.#sync.sendCustom(content, buffers);
  }

  /** Removes the widget from every page. Later changes of its traits are not sent. */
  close(): void {
    this.#ensureOpen();
    this.#sync.close();
  }

  /** Returns the MIME bundle by which a notebook shows the widget. */
  [displaySymbol](): Promise<JsonObject> {
    return this.mimeBundle();
  }

  /** Returns the widget's MIME bundle: its view, and text and picture for front ends without widgets. */
  async mimeBundle(): Promise<JsonObject> {
    this.#ensureOpen();
    const fallback = { "text/plain": inspect(this), ...(await this.fallback()) };
    if (this.#sync.closed) return fallback;
    this.#sync.flush();
    const view = { version_major: 2, version_minor: 0, model_id: this.modelId };
    return { ...fallback, "application/vnd.jupyter.widget-view+json": view };
  }

  /** Returns the widget's text, in one line: its name and the traits that differ from the defaults. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    // Printing does not open the model, so that it needs no kernel.
    return this.#start
      ? oneLine(this.constructor.name, ownFields(this), options)
      : oneLine(this.#name, this.#values.unusual(), options);
  }

  /** Returns a picture of the widget, by MIME type, for front ends without widgets. Default: none. */
  protected fallback(): Promise<JsonObject> | JsonObject {
    return {};
  }

  /**
   * Returns changes with those that follow from them. A subclass overrides this method to keep traits consistent
   * that depend on each other.
   */
  protected complete(changes: Values): Values {
    return changes;
  }

  /** Returns the widget's whole state as the protocol writes it. */
  fullState(): ModelState {
    this.#ensureOpen();
    return this.#sync.fullState();
  }

  #ensureOpen(): void {
    const start = this.#start;
    if (!start) return;
    this.#start = undefined;
    try {
      this.#open(start());
    } catch (error) {
      // The next use reports the error again.
      this.#start = start;
      throw error;
    }
  }

  #open({ spec, state }: Start): void {
    const given = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
    this.#name = spec.name;
    this.#values = new TraitValues(spec);
    this.#values.setDefaults(given);
    this.#values.assign(this.#completed(given));
    for (const name of this.#values.names) this.#defineProperty(name);
    this.#sync = new ModelSync(this, spec, this.#values, {
      changed: (values) => this.#changedByPage(values),
      custom: (content, buffers) => {
        if (typeof content.event === "string") this.#events.call(content.event, content, buffers);
        this.#events.call("", content, buffers);
      },
    });
  }

  #defineProperty(name: string): void {
    if (name in Object.getPrototypeOf(this))
      throw new WidgetError(
        `${this.#name}: expected names of traits that a widget does not use itself, found "${name}"; rename the trait.`,
      );
    Object.defineProperty(this, name, {
      get: () => this.#values.get(name),
      set: (value) => this.set({ [name]: value } as WidgetInput<S>),
      enumerable: true,
      configurable: true,
    });
  }

  #completed(given: Values): Values {
    return this.#values.completed(given, (changes) => this.complete(changes));
  }

  /** Makes checked changes. `received` are the names of the traits that the page changed. */
  #apply(changes: Values, received: ReadonlySet<string> = new Set()): void {
    const differing = this.#values.assign(changes);
    this.#sync.sendLater(differing.map(({ name }) => name).filter((name) => !received.has(name)));
    for (const change of differing) this.#observers.call(change.name, change as Change<never>);
  }

  #changedByPage(values: Values): void {
    const names = Object.keys(values);
    let changes: Values;
    try {
      changes = this.#completed(values);
    } catch (error) {
      if (!(error instanceof WidgetError || error instanceof JsonError)) throw error;
      // The page sent an invalid value, so send the current one back.
      this.#sync.sendLater(names);
      return;
    }
    this.#apply(changes, new Set(names));
    // A bound may have moved the page's value.
    this.#sync.sendLater(names.filter((name) => !sameValue(changes[name], values[name])));
  }
}

/** Returns the fields of a widget that become traits, without widgets and binary values. */
function ownFields(widget: object): Values {
  const isShort = (value: unknown) =>
    typeof value !== "function" &&
    !(value instanceof Widget || value instanceof ArrayBuffer || ArrayBuffer.isView(value));
  return Object.fromEntries(Object.entries(widget).filter(([, value]) => isShort(value)));
}
