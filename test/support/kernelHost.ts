// A kernel host in this process, for tests of the kernel's side of widgets. Its comms record all messages, and a test
// plays the page.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Comm, CommMessage, JsonObject, KernelHost, Output } from "typescript-lab";

export interface PlayedComm extends Comm {
  /** Every message to the page. */
  readonly sent: JsonObject[];
  /** The bytes of every message to the page, in the same order. */
  readonly buffers: Uint8Array[][];
  /** Sends a message as the page does. */
  receive(data: JsonObject, buffers?: Uint8Array[]): void;
}

const targets = new Map<string, (comm: Comm, message: CommMessage) => void>();

/** Opens a comm from the page, as it does with "jupyter.widget.control". */
export function openFromPage(target: string): PlayedComm {
  const comm = playedComm(`${target} from the page`);
  targets.get(target)!(comm, { data: {}, metadata: {}, buffers: [] });
  return comm;
}

function playedComm(id: string, sent: JsonObject[] = [], buffers: Uint8Array[][] = []): PlayedComm {
  const handlers: ((message: CommMessage) => void)[] = [];
  return {
    id,
    sent,
    buffers,
    send: (data, more) => {
      sent.push(data);
      buffers.push(more?.buffers ?? []);
    },
    close: () => {},
    onMessage: (handler) => handlers.push(handler),
    onClose: () => {},
    receive: (data, received = []) => {
      for (const handler of handlers) handler({ data, metadata: {}, buffers: received });
    },
  };
}

/** Installs the host. Returns a list to which every opened comm is added. */
export function playKernel(): PlayedComm[] {
  const comms: PlayedComm[] = [];
  const captured = new AsyncLocalStorage<(output: Output) => void>();
  const host: KernelHost = {
    openComm(_target, open) {
      const comm = playedComm(open?.id ?? `comm-${comms.length}`, [open?.data ?? {}], [open?.buffers ?? []]);
      comms.push(comm);
      return comm;
    },
    registerCommTarget: (target, onOpen) => void targets.set(target, onOpen),
    clearOutput: (wait = false) => captured.getStore()?.({ output_type: "clear_output", wait }),
    display: ({ data, metadata = {} }) =>
      captured.getStore()?.({ output_type: "display_data", data, metadata }),
    capture: (take, run) => captured.run(take, run),
    mimeBundle: async (value) => ({ "text/plain": String(value) }),
    errorOutput: (error) => ({
      output_type: "error",
      ename: (error as Error).name,
      evalue: (error as Error).message,
      traceback: [],
    }),
    parentId: () => undefined,
  };
  (globalThis as { [key: symbol]: unknown })[Symbol.for("jupyter.kernel")] = host;
  return comms;
}

/** Changes traits of a widget as a page does. */
export function setFromPage(comms: readonly PlayedComm[], modelId: string, state: JsonObject): void {
  comms.find(({ id }) => id === modelId)?.receive({ method: "update", state, buffer_paths: [] });
}
