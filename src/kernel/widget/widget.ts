// The model side of a Jupyter widget: a typed state that is mirrored in the page over a comm (widget messaging
// protocol 2.1), observed from TypeScript, and changed from either side.
import { inspect } from "node:util";
import type { Comm, CommMessage, JsonObject } from "../host/host.js";
import { WidgetError } from "./errors.js";
import { bounded } from "./state/bounds.js";
import { type BufferPath, restoreBuffers, separateBuffers } from "./state/buffers.js";
import { sameValue } from "./state/equality.js";
import { deserialized, serialized } from "./state/serialization.js";
import { checkTrait, type Trait } from "./state/traits.js";
import { type BackPressure, backPressureOf } from "./sync/backPressure.js";
import { Listeners } from "./sync/listeners.js";
import { findModel, forget, type ModelState, remember, widgetHost } from "./sync/registry.js";

/** What the specification says of one kind of widget. */
export interface WidgetSpec {
  readonly name: string;
  readonly model: { readonly name: string; readonly module: string; readonly version: string };
  readonly view: { readonly name: string; readonly module: string; readonly version: string } | null;
  readonly traits: readonly Trait[];
  /** The id that its one model is to have, where the page side is told it; else the kernel finds one. */
  readonly id?: string;
}

/** A change of one trait. */
export interface Change<V> {
  readonly name: string;
  readonly old: V;
  readonly new: V;
}

/** What a widget is made from: any of its traits; a layout or style also as a plain object of its traits. */
export type WidgetInput<S extends object> = {
  [K in keyof S]?: S[K] extends Widget<infer Inner> ? S[K] | Partial<Inner> : S[K];
};

type Values = Record<string, unknown>;

const protocol = "2.1.0";

/** Makes the widgets of a trait's default, such as a Layout; set by the generated classes. */
export const defaultWidgets = new Map<string, (state?: object) => Widget>();

/** What the page reports of a widget by itself, by event name: "click" of a button, "submit" of a text. */
type AnyEvents = Record<string, JsonObject>;

/** A widget with the traits S and the events E. */
export abstract class Widget<S extends object = object, E extends object = AnyEvents> {
  readonly #spec: WidgetSpec;
  readonly #comm: Comm;
  readonly #backPressure: BackPressure;
  readonly #values = new Map<string, unknown>();
  readonly #traits: ReadonlyMap<string, Trait>;
  readonly #observers = new Listeners<[change: Change<never>]>();
  readonly #events = new Listeners<[content: unknown, buffers: Uint8Array[]]>();
  readonly #pending = new Set<string>();
  readonly #sendPending = () => this.#flush();
  #closed = false;

  protected constructor(spec: WidgetSpec, state: WidgetInput<S> = {}) {
    this.#spec = spec;
    const host = widgetHost();
    this.#backPressure = backPressureOf(host);
    this.#traits = new Map(spec.traits.map((trait) => [trait.name, trait]));
    const given = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
    for (const trait of spec.traits) if (!(trait.name in given)) this.#values.set(trait.name, initial(trait));
    for (const [name, value] of Object.entries(this.#completed(given))) this.#values.set(name, value);
    for (const name of this.#traits.keys()) this.#defineProperty(name);
    const { state: sent, bufferPaths, buffers } = this.fullState();
    this.#comm = host.openComm("jupyter.widget", {
      ...(spec.id && { id: spec.id }),
      data: { state: sent, buffer_paths: bufferPaths },
      metadata: { version: protocol },
      buffers,
    });
    this.#comm.onMessage((message) => this.#receive(message));
    this.#comm.onClose(() => this.#forgotten());
    remember(this);
  }

  /** The id that the page knows this widget's model by. */
  get modelId(): string {
    return this.#comm.id;
  }

  get<K extends keyof S & string>(name: K): S[K] {
    return this.#values.get(name) as S[K];
  }

  /**
   * Changes traits here and in the page; observers are told of what differs, after all have changed.
   * @throws {WidgetError} when there is no such trait or it does not take the value; then nothing is changed
   */
  set(state: WidgetInput<S>): void {
    this.#apply(this.#completed(state as Values));
  }

  /**
   * Calls back after each change of a trait, from either side. Gives a function that stops it.
   * @example
   * slider.observe("value", (change) => console.log(change.old, "→", change.new));
   * @throws {WidgetError} when there is no such trait
   */
  observe<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): () => void {
    this.#trait(name);
    return this.#observers.add(name, observer as (change: Change<never>) => void);
  }

  unobserve<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): void {
    this.#observers.remove(name, observer as (change: Change<never>) => void);
  }

  /**
   * Calls back on an event that the page reports, such as a button's "click" or a text's "submit". Gives a
   * function that stops it.
   */
  on<K extends keyof E & string>(
    event: K,
    handler: (content: E[K], buffers: Uint8Array[]) => void,
  ): () => void {
    return this.#events.add(event, handler as (content: unknown, buffers: Uint8Array[]) => void);
  }

  /** Calls back on every message of the widget's own that the page sends. */
  onCustom(handler: (content: JsonObject, buffers: Uint8Array[]) => void): () => void {
    return this.#events.add("", handler as (content: unknown, buffers: Uint8Array[]) => void);
  }

  /** Sends the page a message of the widget's own, after the changes made before it. */
  sendCustom(content: JsonObject, buffers: Uint8Array[] = []): void {
    this.#flush();
    this.#comm.send({ method: "custom", content }, { buffers });
  }

  /** Takes the widget out of every page and forgets it; changes after that stay here. */
  close(): void {
    this.#forgotten();
    this.#comm.close();
  }

  /** What a notebook shows: the widget where it can, and a picture or text where it cannot. */
  [Symbol.for("Jupyter.display")](): Promise<JsonObject> {
    return this.mimeBundle();
  }

  async mimeBundle(): Promise<JsonObject> {
    const stands = { "text/plain": inspect(this), ...(await this.fallback()) };
    if (this.#closed) return stands;
    this.#flush();
    const view = { version_major: 2, version_minor: 0, model_id: this.modelId };
    return { ...stands, "application/vnd.jupyter.widget-view+json": view };
  }

  /** The widget with the traits that are not as the specification has them. */
  [inspect.custom](_depth: number, options: object): string {
    const told = [...this.#traits.values()].filter(
      ({ name, type, default: usual }) =>
        type !== "reference" && type !== "bytes" && !sameValue(this.#values.get(name), usual),
    );
    const state = Object.fromEntries(told.map(({ name }) => [name, this.#values.get(name)]));
    const more = { ...options, depth: 1, maxArrayLength: 5, maxStringLength: 60, breakLength: Infinity };
    return `${this.#spec.name}(${told.length > 0 ? inspect(state, more) : ""})`;
  }

  /** A picture of the widget for where no widget can be shown, by MIME type. */
  protected fallback(): Promise<JsonObject> | JsonObject {
    return {};
  }

  /** Adds to changes what follows from them: a subclass keeps traits that depend on each other in step here. */
  protected complete(changes: Values): Values {
    return changes;
  }

  /** The widget's whole state as the protocol writes it. */
  fullState(): ModelState {
    const { model, view } = this.#spec;
    const identity: JsonObject = {
      _model_name: model.name,
      _model_module: model.module,
      _model_module_version: model.version,
      _view_name: view?.name ?? null,
      _view_module: view?.module ?? model.module,
      _view_module_version: view?.version ?? model.version,
    };
    const { state, bufferPaths, buffers } = separateBuffers(this.#written([...this.#values.keys()]));
    return { state: { ...identity, ...state }, bufferPaths, buffers };
  }

  #defineProperty(name: string): void {
    if (name in this)
      throw new WidgetError(
        `${this.#spec.name}: a trait cannot be called "${name}", which every widget has; name it otherwise.`,
      );
    Object.defineProperty(this, name, {
      get: () => this.#values.get(name),
      set: (value) => this.set({ [name]: value } as WidgetInput<S>),
      enumerable: true,
      configurable: true,
    });
  }

  #trait(name: string): Trait {
    const trait = this.#traits.get(name);
    if (trait) return trait;
    const known = [...this.#traits.keys()].filter((one) => !one.startsWith("_")).join(", ");
    throw new WidgetError(`${this.#spec.name}: there is no trait "${name}"; there are ${known}.`);
  }

  /** Changes as they will be made: checked, within bounds, and with everything that follows from them. */
  #completed(given: Values): Values {
    const wanted = Object.entries(given).map(([name, value]) => [name, made(this.#trait(name), value)]);
    const changes = this.complete(Object.fromEntries(wanted) as Values);
    for (const [name, value] of Object.entries(changes))
      checkTrait(this.#spec.name, this.#trait(name), value);
    if (!this.#traits.has("min") || !this.#traits.has("value")) return changes;
    const state = { ...Object.fromEntries(this.#values), ...changes };
    const { value } = bounded(this.#spec.name, state);
    return value === state.value ? changes : { ...changes, value };
  }

  /** Makes changes that were checked; `received` are the names that the page changed itself. */
  #apply(changes: Values, received: ReadonlySet<string> = new Set()): void {
    const differing = Object.entries(changes)
      .map(([name, value]) => ({ name, old: this.#values.get(name), new: value }))
      .filter((change) => !sameValue(change.old, change.new));
    for (const { name, new: value } of differing) this.#values.set(name, value);
    this.#later(differing.map(({ name }) => name).filter((name) => !received.has(name)));
    for (const change of differing) this.#observers.call(change.name, change as Change<never>);
  }

  #later(names: string[]): void {
    const synced = names.filter((name) => this.#traits.get(name)!.synced !== false);
    if (this.#closed || synced.length === 0) return;
    for (const name of synced) this.#pending.add(name);
    this.#backPressure.request(this.#sendPending);
  }

  #flush(): void {
    this.#backPressure.cancel(this.#sendPending);
    if (this.#pending.size === 0) return;
    const names = [...this.#pending];
    this.#pending.clear();
    this.#sendState("update", this.#written(names));
  }

  #sendState(method: "update" | "echo_update", values: Values): void {
    const { state, bufferPaths, buffers } = separateBuffers(values);
    this.#comm.send({ method, state, buffer_paths: bufferPaths }, { buffers });
  }

  #receive({ data, buffers }: CommMessage): void {
    const content = (data.content ?? {}) as JsonObject;
    if (data.method === "request_state") {
      const { state, bufferPaths, buffers: own } = this.fullState();
      this.#comm.send({ method: "update", state, buffer_paths: bufferPaths }, { buffers: own });
    } else if (data.method === "custom") {
      if (typeof content.event === "string") this.#events.call(content.event, content, buffers);
      this.#events.call("", content, buffers);
    } else if (data.method === "update") {
      const state = (data.state ?? {}) as JsonObject;
      restoreBuffers(state, (data.buffer_paths ?? []) as BufferPath[], buffers);
      this.#takeOver(state);
    }
  }

  /** The page's changes: told to the other pages as they came, then checked and made. */
  #takeOver(state: JsonObject): void {
    const known = Object.entries(state).filter(([name]) => this.#traits.get(name)?.synced !== false);
    const taken = known.filter(([name]) => this.#traits.has(name));
    const echoed = taken.filter(([name]) => this.#traits.get(name)!.echoed !== false);
    if (echoed.length > 0) this.#sendState("echo_update", Object.fromEntries(echoed));
    const values: Values = Object.fromEntries(
      taken.map(([name, value]) => [name, deserialized(this.#traits.get(name)!, value, findModel)]),
    );
    let changes: Values;
    try {
      changes = this.#completed(values);
    } catch (error) {
      if (!(error instanceof WidgetError)) throw error;
      // The page shows what no trait takes: it is told what holds instead.
      this.#later(Object.keys(values));
      return;
    }
    this.#apply(changes, new Set(Object.keys(values)));
    // Where a bound moved the page's value, the page is told.
    this.#later(Object.keys(values).filter((name) => !sameValue(changes[name], values[name])));
  }

  #written(names: string[]): Values {
    const synced = names.filter((name) => this.#traits.get(name)!.synced !== false);
    return Object.fromEntries(
      synced.map((name) => [name, serialized(this.#traits.get(name)!, this.#values.get(name))]),
    );
  }

  #forgotten(): void {
    this.#closed = true;
    this.#pending.clear();
    this.#backPressure.cancel(this.#sendPending);
    forget(this.modelId);
  }
}

/** A trait's value as it is kept: a plain object in place of a layout or style becomes one. */
function made(trait: Trait, value: unknown): unknown {
  const plain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const make = trait.type === "reference" && plain ? defaultWidgets.get(trait.widget ?? "") : undefined;
  return make ? make(value as object) : value;
}

function initial(trait: Trait): unknown {
  if (trait.type === "reference") return defaultWidgets.get(trait.widget ?? "")?.() ?? null;
  if (trait.type === "bytes") return new Uint8Array();
  return structuredClone(trait.default);
}
