// The model side of a Jupyter widget: a typed state that is mirrored in the page over a comm (widget messaging
// protocol 2.1), observed from TypeScript, and changed from either side.
import { type BufferPath, restoreBuffers, separateBuffers } from "./buffers.js";
import {
  type Comm,
  type CommMessage,
  type JsonObject,
  type KernelHost,
  kernelHost,
  WidgetError,
} from "./host.js";
import { checkTrait, type Trait } from "./traits.js";

/** What the specification says of one kind of widget. */
export interface WidgetSpec {
  readonly name: string;
  readonly model: { readonly name: string; readonly module: string; readonly version: string };
  readonly view: { readonly name: string; readonly module: string; readonly version: string } | null;
  readonly traits: readonly Trait[];
}

/** A change of one trait. */
export interface Change<V> {
  readonly name: string;
  readonly old: V;
  readonly new: V;
}

type Observer = (change: Change<unknown>) => void;
type CustomHandler = (content: JsonObject, buffers: Uint8Array[]) => void;

const protocol = "2.1.0";
const reference = "IPY_MODEL_";
const living = new Map<string, Widget<object>>();
const prepared = new WeakSet<KernelHost>();

/** Makes the widgets of a trait's default, such as a Layout; set by the generated classes. */
export const defaultWidgets = new Map<string, () => Widget<object>>();

export abstract class Widget<S extends object> {
  private readonly comm: Comm;
  private readonly values = new Map<string, unknown>();
  private readonly traits: ReadonlyMap<string, Trait>;
  private readonly observers = new Map<string, Set<Observer>>();
  private readonly customHandlers = new Set<CustomHandler>();
  private readonly pending = new Set<string>();
  private flushing = false;

  protected constructor(
    private readonly spec: WidgetSpec,
    state: Partial<S> = {},
  ) {
    const host = kernelHost();
    prepareHost(host);
    this.traits = new Map(spec.traits.map((trait) => [trait.name, trait]));
    for (const trait of spec.traits) this.values.set(trait.name, initial(trait));
    for (const [name, value] of Object.entries(state)) {
      if (value !== undefined) this.values.set(name, this.checked(name, value));
    }
    for (const name of this.traits.keys()) this.defineProperty(name);
    const { state: sent, bufferPaths, buffers } = separateBuffers(this.serialized([...this.values.keys()]));
    this.comm = host.openComm("jupyter.widget", {
      data: { state: { ...this.identity(), ...sent }, buffer_paths: bufferPaths },
      metadata: { version: protocol },
      buffers,
    });
    this.comm.onMessage((message) => this.receive(message));
    this.comm.onClose(() => living.delete(this.modelId));
    living.set(this.modelId, this as unknown as Widget<object>);
  }

  /** The id that the page knows this widget's model by. */
  get modelId(): string {
    return this.comm.id;
  }

  get<K extends keyof S & string>(name: K): S[K] {
    return this.values.get(name) as S[K];
  }

  /**
   * Changes traits here and in the page; observers are told of what differs.
   * @throws {WidgetError} when there is no such trait or it does not take the value; then nothing is changed
   */
  set(state: Partial<S>): void {
    for (const [name, value] of Object.entries(state)) this.checked(name, value);
    for (const [name, value] of Object.entries(state)) this.change(name, value, true);
  }

  /** Calls back after each change of a trait, from either side. Gives a function that stops it. */
  observe<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): () => void {
    if (!this.values.has(name))
      throw new WidgetError(`${this.spec.name}: there is no trait "${name}" to observe.`);
    const observers = this.observers.get(name) ?? new Set();
    this.observers.set(name, observers);
    observers.add(observer as Observer);
    return () => this.unobserve(name, observer);
  }

  unobserve<K extends keyof S & string>(name: K, observer: (change: Change<S[K]>) => void): void {
    this.observers.get(name)?.delete(observer as Observer);
  }

  /** Calls back on messages of the widget's own that the page sends, such as a button's click. */
  onCustom(handler: CustomHandler): () => void {
    this.customHandlers.add(handler);
    return () => this.customHandlers.delete(handler);
  }

  /** Sends the page a message of the widget's own. */
  sendCustom(content: JsonObject, buffers: Uint8Array[] = []): void {
    this.flush();
    this.comm.send({ method: "custom", content }, { buffers });
  }

  /** Takes the widget out of the page and forgets it. */
  close(): void {
    living.delete(this.modelId);
    this.comm.close();
  }

  /** What a notebook shows: the widget where it can, and a picture or text where it cannot. */
  [Symbol.for("Jupyter.display")](): Promise<JsonObject> {
    return this.mimeBundle();
  }

  async mimeBundle(): Promise<JsonObject> {
    this.flush();
    const view = { version_major: 2, version_minor: 0, model_id: this.modelId };
    const stands = await this.standIn();
    return { "text/plain": this.spec.name, ...stands, "application/vnd.jupyter.widget-view+json": view };
  }

  /** A picture of the widget for where no widget can be shown, by MIME type. */
  protected standIn(): Promise<JsonObject> | JsonObject {
    return {};
  }

  /** The widget's whole state as the protocol writes it. */
  fullState(): { state: JsonObject; bufferPaths: BufferPath[]; buffers: Uint8Array[]; spec: WidgetSpec } {
    const { state, bufferPaths, buffers } = separateBuffers(this.serialized([...this.values.keys()]));
    return { state: { ...this.identity(), ...state }, bufferPaths, buffers, spec: this.spec };
  }

  private identity(): JsonObject {
    const { model, view } = this.spec;
    return {
      _model_name: model.name,
      _model_module: model.module,
      _model_module_version: model.version,
      _view_name: view?.name ?? null,
      _view_module: view?.module ?? null,
      _view_module_version: view?.version ?? "",
    };
  }

  private defineProperty(name: string): void {
    Object.defineProperty(this, name, {
      get: () => this.values.get(name),
      set: (value) => {
        this.checked(name, value);
        this.change(name, value, true);
      },
      enumerable: true,
      configurable: true,
    });
  }

  private checked(name: string, value: unknown): unknown {
    const trait = this.traits.get(name);
    if (!trait) throw new WidgetError(`${this.spec.name}: there is no trait "${name}".`);
    checkTrait(this.spec.name, trait, value);
    return value;
  }

  private change(name: string, value: unknown, send: boolean): void {
    const old = this.values.get(name);
    if (Object.is(old, value)) return;
    this.values.set(name, value);
    if (send) this.later(name);
    for (const observer of this.observers.get(name) ?? []) observer({ name, old, new: value });
  }

  /** Changes of one turn of the event loop travel as one message. */
  private later(name: string): void {
    this.pending.add(name);
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => this.flush());
  }

  private flush(): void {
    this.flushing = false;
    if (this.pending.size === 0) return;
    const names = [...this.pending];
    this.pending.clear();
    this.sendState("update", names);
  }

  private sendState(method: "update" | "echo_update", names: string[]): void {
    const { state, bufferPaths, buffers } = separateBuffers(this.serialized(names));
    this.comm.send({ method, state, buffer_paths: bufferPaths }, { buffers });
  }

  private receive({ data, buffers }: CommMessage): void {
    if (data.method === "request_state") {
      this.sendState("update", [...this.values.keys()]);
      return;
    }
    if (data.method === "custom") {
      for (const handler of this.customHandlers) handler((data.content ?? {}) as JsonObject, buffers);
      return;
    }
    if (data.method !== "update") return;
    const state = data.state as JsonObject;
    restoreBuffers(state, (data.buffer_paths ?? []) as BufferPath[], buffers);
    const known = Object.keys(state).filter((name) => this.values.has(name));
    for (const name of known) this.change(name, deserialized(state[name]), false);
    this.sendState("echo_update", known);
  }

  private serialized(names: string[]): Record<string, unknown> {
    return Object.fromEntries(names.map((name) => [name, serialized(this.values.get(name))]));
  }
}

function serialized(value: unknown): unknown {
  if (value instanceof Widget) return `${reference}${value.modelId}`;
  if (Array.isArray(value)) return value.map(serialized);
  return value;
}

function deserialized(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith(reference))
    return living.get(value.slice(reference.length)) ?? value;
  return Array.isArray(value) ? value.map(deserialized) : value;
}

function initial(trait: Trait): unknown {
  if (trait.type === "reference" && trait.of) return defaultWidgets.get(trait.of)?.() ?? null;
  if (trait.type === "bytes") return new Uint8Array();
  return structuredClone(trait.default);
}

/** A page that is loaded again asks for every widget over a comm of its own. */
function prepareHost(host: KernelHost): void {
  if (prepared.has(host)) return;
  prepared.add(host);
  host.registerCommTarget("jupyter.widget.control", (comm) => {
    comm.onMessage(({ data }) => {
      if (data.method !== "request_states") return;
      const states: JsonObject = {};
      const paths: (string | number)[][] = [];
      const all: Uint8Array[] = [];
      for (const [id, widget] of living) {
        const { state, bufferPaths, buffers, spec } = widget.fullState();
        const { name, module, version } = spec.model;
        states[id] = { model_name: name, model_module: module, model_module_version: version, state };
        paths.push(...bufferPaths.map((path) => [id, ...path]));
        all.push(...buffers);
      }
      comm.send({ method: "update_states", states, buffer_paths: paths }, { buffers: all });
    });
  });
}
