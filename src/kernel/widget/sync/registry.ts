// Registry of the open models. A page that is loaded again asks for all of them over one comm (control protocol 1.0).

import { type JsonObject, type KernelHost, kernelHost } from "../../host/host.js";
import type { BufferPath } from "../state/buffers.js";

/** State of a model in the form of the protocol. */
export interface ModelState {
  /** Traits, and the classes of model and view. Binary values are separated. */
  readonly state: JsonObject;
  /** Paths of the binary values. */
  readonly bufferPaths: BufferPath[];
  /** Binary values in the order of their paths. */
  readonly buffers: Uint8Array[];
}

/** A model in the registry. */
export interface OpenModel {
  readonly modelId: string;
  /** Returns the whole state. */
  fullState(): ModelState;
}

const openModels = new Map<string, OpenModel>();
const prepared = new WeakSet<KernelHost>();

/** Returns the open model of an id, or undefined. */
export function findModel(id: string): OpenModel | undefined {
  return openModels.get(id);
}

/** Adds a model. */
export function remember(id: string, model: OpenModel): void {
  openModels.set(id, model);
}

/** Removes a model. */
export function forget(id: string): void {
  openModels.delete(id);
}

/** Returns the kernel's host after it registered the comm for pages that are loaded again. */
export function widgetHost(): KernelHost {
  const host = kernelHost();
  if (!prepared.has(host)) {
    prepared.add(host);
    host.registerCommTarget("jupyter.widget.control", (comm) => {
      comm.onMessage(({ data }) => {
        if (data.method !== "request_states") return;
        const { content, buffers } = allStates();
        comm.send({ method: "update_states", ...content }, { buffers });
      });
    });
  }
  return host;
}

function allStates(): { content: JsonObject; buffers: Uint8Array[] } {
  const states: JsonObject = {};
  const paths: BufferPath[] = [];
  const all: Uint8Array[] = [];
  for (const [id, model] of openModels) {
    const { state, bufferPaths, buffers } = model.fullState();
    states[id] = {
      model_name: state._model_name,
      model_module: state._model_module,
      model_module_version: state._model_module_version,
      state,
    };
    // The page removes the id from the path and follows the rest in the entry above.
    paths.push(...bufferPaths.map((path) => [id, "state", ...path]));
    all.push(...buffers);
  }
  return { content: { states, buffer_paths: paths }, buffers: all };
}
