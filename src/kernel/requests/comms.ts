// Opens comms, accepts comms that the front end opens, and passes their messages to handlers.
import { randomUUID } from "node:crypto";
import type { Comm, CommMessage, KernelHost } from "../host/host.js";
import type { JsonObject } from "../host/json.js";
import type { Message } from "../protocol/messages.js";

/**
 * Sends one message on iopub under the request that is being handled.
 * @throws {JsonError} for data, metadata or buffers that cannot be sent
 */
export type Publish = (
  type: string,
  content: JsonObject,
  more?: { metadata?: JsonObject; buffers?: Uint8Array[] },
) => void;

type Handler = (message: CommMessage) => void;
interface OpenComm {
  comm: Comm;
  target: string;
  onMessage: Handler[];
  onClose: Handler[];
}

/** All open comms. */
export class Comms {
  private readonly open = new Map<string, OpenComm>();
  private readonly targets = new Map<string, (comm: Comm, message: CommMessage) => void>();

  constructor(private readonly publish: Publish) {}

  /** Opens a comm to the front end. */
  openComm: KernelHost["openComm"] = (
    target,
    { data = {}, metadata = {}, buffers = [], id = randomUUID() } = {},
  ) => {
    this.publish("comm_open", { comm_id: id, target_name: target, data }, { metadata, buffers });
    return this.create(id, target);
  };

  /** Registers the function that accepts comms of a target. */
  registerCommTarget: KernelHost["registerCommTarget"] = (target, onOpen) => {
    this.targets.set(target, onOpen);
  };

  /** Returns the comms of comm_info_reply, by default those of all targets. */
  list(target?: string): JsonObject {
    const chosen = [...this.open].filter(([, entry]) => !target || entry.target === target);
    return Object.fromEntries(chosen.map(([id, entry]) => [id, { target_name: entry.target }]));
  }

  /** Handles comm_open, comm_msg and comm_close of the front end. */
  handle(message: Message): void {
    const id = String(message.content.comm_id);
    const data = (message.content.data ?? {}) as JsonObject;
    const received: CommMessage = { data, metadata: message.metadata, buffers: message.buffers };
    if (message.header.msg_type === "comm_open")
      this.accept(id, String(message.content.target_name), received);
    else if (message.header.msg_type === "comm_msg") {
      for (const handler of this.open.get(id)?.onMessage ?? []) handler(received);
    } else {
      const entry = this.open.get(id);
      this.open.delete(id);
      for (const handler of entry?.onClose ?? []) handler(received);
    }
  }

  private accept(id: string, target: string, message: CommMessage): void {
    const onOpen = this.targets.get(target);
    // The protocol asks to close a comm of an unknown target.
    if (!onOpen) this.publish("comm_close", { comm_id: id, data: {} });
    else onOpen(this.create(id, target), message);
  }

  private create(id: string, target: string): Comm {
    const entry: Omit<OpenComm, "comm"> = { target, onMessage: [], onClose: [] };
    const comm: Comm = {
      id,
      send: (data, more) => {
        if (this.open.has(id)) this.publish("comm_msg", { comm_id: id, data }, more);
      },
      close: (data = {}) => {
        if (!this.open.has(id)) return;
        this.publish("comm_close", { comm_id: id, data });
        this.open.delete(id);
      },
      onMessage: (handler) => void entry.onMessage.push(handler),
      onClose: (handler) => void entry.onClose.push(handler),
    };
    this.open.set(id, { comm, ...entry });
    return comm;
  }
}
