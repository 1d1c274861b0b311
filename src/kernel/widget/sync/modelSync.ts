// Keeps a widget's model in the page up to date over a comm.
import type { Comm, CommMessage, JsonObject } from "../../host/host.js";
import { restoreBuffers, separateBuffers } from "../state/buffers.js";
import type { TraitValues, Values, WidgetSpec } from "../state/traitValues.js";
import { type BackPressure, backPressureOf } from "./backPressure.js";
import { findModel, forget, type ModelState, type OpenModel, remember, widgetHost } from "./registry.js";

const protocolVersion = "2.1.0";

/** Receives the messages of the page for a widget. */
export interface PageListener {
  /** Handles new values of traits. */
  changed(values: Values): void;
  /** Handles a custom message. */
  custom(content: JsonObject, buffers: Uint8Array[]): void;
}

/** One model in the page. */
export class ModelSync {
  private readonly comm: Comm;
  private readonly backPressure: BackPressure;
  private readonly identity: JsonObject;
  private readonly pending = new Set<string>();
  private readonly sendPending = () => this.flush();
  private isClosed = false;

  /**
   * Opens the model.
   * @param widget the widget that the registry finds by the model's id
   */
  constructor(
    widget: OpenModel,
    spec: WidgetSpec,
    private readonly values: TraitValues,
    private readonly listener: PageListener,
  ) {
    const host = widgetHost();
    this.backPressure = backPressureOf(host);
    this.identity = identityOf(spec);
    const { state, bufferPaths, buffers } = this.fullState();
    this.comm = host.openComm("jupyter.widget", {
      ...(spec.id && { id: spec.id }),
      data: { state, buffer_paths: bufferPaths },
      metadata: { version: protocolVersion },
      buffers,
    });
    this.comm.onMessage((message) => this.receive(message));
    this.comm.onClose(() => this.forget());
    remember(this.modelId, widget);
  }

  /** Id of the model. */
  get modelId(): string {
    return this.comm.id;
  }

  /** True after the model was closed. */
  get closed(): boolean {
    return this.isClosed;
  }

  /** Returns the whole state in the form of the protocol. */
  fullState(): ModelState {
    const separated = separateBuffers(this.values.serialized(this.values.names), this.values.widget);
    return { ...separated, state: { ...this.identity, ...separated.state } };
  }

  /** Sends the values of some traits as soon as the page can handle them. */
  sendLater(names: string[]): void {
    const synced = this.values.synced(names);
    if (this.isClosed || synced.length === 0) return;
    for (const name of synced) this.pending.add(name);
    this.backPressure.request(this.sendPending);
  }

  /** Sends the values that wait for the page. */
  flush(): void {
    this.backPressure.cancel(this.sendPending);
    if (this.pending.size === 0) return;
    const names = [...this.pending];
    this.pending.clear();
    this.sendState("update", this.values.serialized(names));
  }

  /** Sends a custom message after the changes that were made before. */
  sendCustom(content: JsonObject, buffers: Uint8Array[]): void {
    this.flush();
    this.comm.send({ method: "custom", content }, { buffers });
  }

  /** Removes the model from every page. */
  close(): void {
    this.forget();
    this.comm.close();
  }

  /** Handles a message of the page. A message that does not follow the protocol changes nothing. */
  private receive({ data, buffers }: CommMessage): void {
    if (data.method === "request_state") {
      const { state, bufferPaths, buffers: own } = this.fullState();
      this.comm.send({ method: "update", state, buffer_paths: bufferPaths }, { buffers: own });
    } else if (data.method === "custom") {
      this.listener.custom(isObject(data.content) ? data.content : {}, buffers);
    } else if (data.method === "update" && isObject(data.state)) {
      this.update(data.state, data.buffer_paths ?? [], buffers);
    }
  }

  private update(state: JsonObject, paths: unknown, buffers: Uint8Array[]): void {
    if (!restoreBuffers(state, paths, buffers)) {
      this.sendLater(Object.keys(state));
      return;
    }
    const values = this.values.deserialized(state, findModel);
    // The protocol asks to send the changes of one page to the others first.
    const echoed = this.values.echoed(Object.keys(values));
    if (echoed.length > 0)
      this.sendState("echo_update", Object.fromEntries(echoed.map((name) => [name, state[name]])));
    this.listener.changed(values);
  }

  private sendState(method: "update" | "echo_update", values: Values): void {
    const { state, bufferPaths, buffers } = separateBuffers(values, this.values.widget);
    this.comm.send({ method, state, buffer_paths: bufferPaths }, { buffers });
  }

  private forget(): void {
    this.isClosed = true;
    this.pending.clear();
    this.backPressure.cancel(this.sendPending);
    forget(this.modelId);
  }
}

function identityOf({ model, view }: WidgetSpec): JsonObject {
  return {
    _model_name: model.name,
    _model_module: model.module,
    _model_module_version: model.version,
    _view_name: view?.name ?? null,
    _view_module: view?.module ?? model.module,
    _view_module_version: view?.version ?? model.version,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
