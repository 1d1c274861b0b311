// A kernel's host in this process, for tests of the widgets' model side: comms keep what was sent through them, and
// a test plays the page.
import type { Comm, CommMessage, JsonObject, KernelHost } from "../../src/widgets/core/host.js";

export interface PlayedComm extends Comm {
  /** Every message to the page. */
  readonly sent: JsonObject[];
  /** Sends a message as the page would. */
  receive(data: JsonObject): void;
}

/** Installs the host and gives every comm that is opened, in order. */
export function playKernel(): PlayedComm[] {
  const comms: PlayedComm[] = [];
  const host: Pick<KernelHost, "openComm" | "registerCommTarget" | "display" | "parentId"> = {
    openComm(_target, open) {
      const handlers: ((message: CommMessage) => void)[] = [];
      const sent: JsonObject[] = [open?.data ?? {}];
      const comm: PlayedComm = {
        id: `comm-${comms.length}`,
        sent,
        send: (data) => sent.push(data),
        close: () => {},
        onMessage: (handler) => handlers.push(handler),
        onClose: () => {},
        receive: (data) => {
          for (const handler of handlers) handler({ data, metadata: {}, buffers: [] });
        },
      };
      comms.push(comm);
      return comm;
    },
    registerCommTarget: () => {},
    display: () => {},
    parentId: () => undefined,
  };
  (globalThis as { [key: symbol]: unknown })[Symbol.for("jupyter.kernel")] = host;
  return comms;
}

/** What a page does to a trait of a widget. */
export function setFromPage(comms: readonly PlayedComm[], modelId: string, state: JsonObject): void {
  comms.find(({ id }) => id === modelId)?.receive({ method: "update", state, buffer_paths: [] });
}
