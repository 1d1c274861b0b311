// The models that live in this kernel, by id, and the comm over which a page that is loaded again asks for all
// of them at once (control protocol 1.0).

import { type JsonObject, type KernelHost, kernelHost } from "../../host/host.js";
import type { BufferPath } from "../state/buffers.js";

/** A model's whole state as the protocol writes it, its identity included. */
export interface ModelState {
  readonly state: JsonObject;
  readonly bufferPaths: BufferPath[];
  readonly buffers: Uint8Array[];
}

export interface LivingModel {
  readonly modelId: string;
  fullState(): ModelState;
}

const living = new Map<string, LivingModel>();
const prepared = new WeakSet<KernelHost>();

/** The model of an id, or undefined when it was closed or never was. */
export function findModel(id: string): LivingModel | undefined {
  return living.get(id);
}

export function remember(model: LivingModel): void {
  living.set(model.modelId, model);
}

export function forget(id: string): void {
  living.delete(id);
}

/** The kernel's host, ready to tell a page of the widgets that it has. */
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
  for (const [id, model] of living) {
    const { state, bufferPaths, buffers } = model.fullState();
    states[id] = {
      model_name: state._model_name,
      model_module: state._model_module,
      model_module_version: state._model_module_version,
      state,
    };
    // Paths start at the id, which the page takes off, and go on through the entry above.
    paths.push(...bufferPaths.map((path) => [id, "state", ...path]));
    all.push(...buffers);
  }
  return { content: { states, buffer_paths: paths }, buffers: all };
}
