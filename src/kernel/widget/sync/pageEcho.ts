// Detects when the page has handled all messages so far. The protocol has no message for that. The page follows a link
// between two models, so the kernel changes the source and waits for the change of the target. Layout models need no
// view, so the page shows nothing.
import type { Comm, JsonObject, KernelHost } from "../../host/host.js";
import { forget, type ModelState, remember } from "./registry.js";

const base = { module: "@jupyter-widgets/base", version: "2.0.0" };
const controls = { module: "@jupyter-widgets/controls", version: "2.0.0" };

/** A linked pair of models that answers through the page. */
export class PageEcho {
  private readonly source: Comm;
  private count = 0;

  /** @param onEcho called when the page has handled all messages before an `ask` */
  constructor(
    private readonly host: KernelHost,
    onEcho: () => void,
  ) {
    this.source = this.open("LayoutModel", base, () => ({ order: String(this.count) }));
    const target = this.open("LayoutModel", base, () => ({ order: "" }));
    const pair = (comm: Comm) => [`IPY_MODEL_${comm.id}`, "order"];
    this.open("DirectionalLinkModel", controls, () => ({
      source: pair(this.source),
      target: pair(target),
    }));
    target.onMessage(({ data }) => {
      const order = (data.state as JsonObject | undefined)?.order;
      if (data.method === "update" && order === String(this.count)) onEcho();
    });
  }

  /** Asks the page for an answer. */
  ask(): void {
    this.count += 1;
    this.source.send({ method: "update", state: { order: String(this.count) }, buffer_paths: [] });
  }

  private open(
    name: string,
    { module, version }: { module: string; version: string },
    own: () => JsonObject,
  ): Comm {
    const state = (): JsonObject => ({
      _model_name: name,
      _model_module: module,
      _model_module_version: version,
      _view_name: null,
      _view_module: module,
      _view_module_version: version,
      ...own(),
    });
    const comm = this.host.openComm("jupyter.widget", {
      data: { state: state(), buffer_paths: [] },
      metadata: { version: "2.1.0" },
    });
    const fullState = (): ModelState => ({ state: state(), bufferPaths: [], buffers: [] });
    remember(comm.id, { modelId: comm.id, fullState });
    comm.onMessage(({ data }) => {
      if (data.method === "request_state") comm.send({ method: "update", state: state(), buffer_paths: [] });
    });
    comm.onClose(() => forget(comm.id));
    return comm;
  }
}
