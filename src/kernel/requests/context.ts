// Which request the running code belongs to. AsyncLocalStorage carries it into every callback and continuation,
// so that what a timer of an old cell prints still goes under that cell.
import { AsyncLocalStorage } from "node:async_hooks";
import type { JsonObject } from "../host/json.js";
import { type Channel, createMessage, type Message, type ToProtocol } from "../protocol/messages.js";

/** A request that is being handled, or whose callbacks may still run. */
export interface Running {
  readonly request: Message;
  readonly channel: "shell" | "control";
  /** Set by an interrupt; code of the cell stops at its next `await`. */
  interrupted: boolean;
  /** What execute_reply carries for the front end besides the result, such as a text for its pager. */
  readonly payload: JsonObject[];
}

/** Metadata and binary buffers of a message. */
export interface Extras {
  metadata?: JsonObject;
  buffers?: Uint8Array[];
}

export class RequestContext {
  private readonly storage = new AsyncLocalStorage<Running>();
  private lastCell: Running | undefined;

  /** @param flush sends printed text that was gathered; called before anything else is published */
  constructor(
    private readonly post: (message: ToProtocol) => void,
    private readonly flush: () => void,
  ) {}

  /** Handles a request: what `work` calls, now or later, belongs to it. */
  run<T>(running: Running, work: () => T): T {
    if (running.request.header.msg_type === "execute_request") this.lastCell = running;
    return this.storage.run(running, work);
  }

  /** The request whose code is running; code that nobody started belongs to the last cell. */
  current(): Running | undefined {
    return this.storage.getStore() ?? this.lastCell;
  }

  publish(type: string, content: JsonObject, more?: Extras): void {
    this.flush();
    this.send("iopub", createMessage(type, content, this.current()?.request, more));
  }

  /** Text that was printed goes out under the request that printed it, whichever is current by now. */
  publishFor(request: Message | undefined, type: string, content: JsonObject): void {
    this.send("iopub", createMessage(type, content, request));
  }

  status(execution_state: "busy" | "idle"): void {
    this.publish("status", { execution_state });
  }

  reply({ request, channel }: Running, content: JsonObject): void {
    this.flush();
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    this.send(channel, createMessage(type, content, request));
  }

  send(channel: Channel, message: Message): void {
    const routed = channel === "iopub" ? { ...message, identities: [] } : message;
    this.post({ kind: "send", channel, message: routed });
  }
}
