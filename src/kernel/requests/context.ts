// The request that the running code belongs to. AsyncLocalStorage carries it into every callback and continuation, so
// the text that a timer of an earlier cell prints appears under that cell.
import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";
import type { ErrorReport } from "../execution/errorReport.js";
import type { JsonError } from "../host/errors.js";
import type { Output } from "../host/host.js";
import type { JsonObject } from "../host/json.js";
import { OutputSequence } from "../output/sequence.js";
import {
  type Channel,
  createMessage,
  type Header,
  type Message,
  type StreamName,
  type ToProtocol,
} from "../protocol/messages.js";
import { encodeMessage } from "../protocol/schema/outgoing.js";

/** A request that is being handled, or whose callbacks may still run. */
export class Running {
  /** Functions that an interrupt calls. */
  readonly stops = new Set<() => void>();
  /** Set by an interrupt. The code of the cell stops at its next `await`. */
  interrupted = false;
  /** Name in stack frames, such as `Cell [3]`. */
  name = "";
  /** The first error of a callback or promise of the cell that no code handled. */
  failure: ErrorReport | undefined;
  /** Data besides the result that execute_reply carries for the front end, such as a text for its pager. */
  readonly payload: JsonObject[] = [];
  /** Outputs of the request in their order. */
  readonly outputs = new OutputSequence();
  /** Displays whose MIME bundles are still being made. None of them rejects. */
  readonly displays = new Set<Promise<void>>();
  /** Reads of standard input that wait for the user. None of them rejects. */
  readonly questions = new Set<Promise<void>>();

  constructor(
    readonly request: Message,
    readonly channel: "shell" | "control",
  ) {}

  /** Keeps the state of the kernel out of `util.inspect(timer)`, as AsyncLocalStorage refers to it from many objects. */
  [inspect.custom](): string {
    return `[${this.name || this.request.header.msg_type}]`;
  }

  /** Resolves when everything that was displayed is shown. */
  async displaysShown(): Promise<void> {
    while (this.displays.size > 0) await Promise.all(this.displays);
  }

  /** Resolves when no code of the request reads from standard input. */
  async questionsAnswered(): Promise<void> {
    while (this.questions.size > 0) await Promise.all(this.questions);
  }
}

/** Destination of the outputs of running code. */
export interface Scope {
  /** The request that the code belongs to; undefined before the first cell. */
  readonly running: Running | undefined;
  /** The sequence that outputs are added to. */
  readonly outputs: OutputSequence;
  /** Receives outputs in place of the front end. */
  readonly take?: (output: Output) => void;
}

/** Metadata and binary buffers of a message. */
export interface Extras {
  metadata?: JsonObject;
  buffers?: Uint8Array[];
}

/** Knows the request that the running code belongs to, and sends the messages that answer it. */
export class RequestContext {
  private readonly storage = new AsyncLocalStorage<Scope>();
  /** Header of the request that the last text was sent under. */
  private textParent: Header | Record<string, never> | undefined;
  /** Scope of code that no request started. */
  private last: Scope = { running: undefined, outputs: new OutputSequence() };

  constructor(private readonly post: (message: ToProtocol) => void) {}

  /** Handles a request. The code that `work` calls, now or later, belongs to it. */
  run<T>(running: Running, work: () => T): T {
    const scope = { running, outputs: running.outputs };
    if (running.request.header.msg_type === "execute_request") {
      this.last = scope;
      this.post({ kind: "cell", parent: running.request.header });
    }
    return this.storage.run(scope, work);
  }

  /** Runs code whose outputs go to another scope. */
  within<T>(scope: Scope, work: () => T): T {
    return this.storage.run(scope, work);
  }

  /** Returns the scope of the running code. Code that no request started has the scope of the last cell. */
  scope(): Scope {
    return this.storage.getStore() ?? this.last;
  }

  /** Returns the request that the running code belongs to. */
  current(): Running | undefined {
    return this.scope().running;
  }

  /** Sends text of a stream under the request that has the header. */
  text(name: StreamName, text: string, parent: Header | Record<string, never>): void {
    const isSame = parent === this.textParent;
    this.textParent = parent;
    this.post({ kind: "text", name, text, ...(!isSame && { parent }) });
  }

  /**
   * Sends a message on iopub at once, before outputs that are held back.
   * @throws {JsonError} for content, metadata or buffers that the message type does not allow
   */
  publish(type: string, content: JsonObject, more?: Extras): void {
    this.prepared("iopub", createMessage(type, content, this.current()?.request, more))();
  }

  /**
   * Sends an output on iopub in its place among the outputs of the scope.
   * @throws {JsonError} for content that the message type does not allow
   */
  publishOutput(type: string, content: JsonObject, scope = this.scope()): void {
    const { running, outputs } = scope;
    outputs.add(this.prepared("iopub", createMessage(type, content, running?.request)));
  }

  /** Reserves a place among the outputs of the running code. */
  reserve(): Scope {
    const scope = this.scope();
    return { ...scope, outputs: scope.outputs.reserve() };
  }

  /** Reports whether a request is being handled, in its place among the outputs. */
  status(execution_state: "busy" | "idle"): void {
    this.publishOutput("status", { execution_state });
  }

  /** Replies to a request, after the outputs before. A reply that cannot be sent becomes an error. */
  reply({ request, channel, outputs }: Running, content: JsonObject): void {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    const prepared = (reply: JsonObject) => this.prepared(channel, createMessage(type, reply, request));
    let send: () => void;
    try {
      send = prepared(content);
    } catch (error) {
      const { name: ename, message: evalue } = error as JsonError;
      send = prepared({ status: "error", ename, evalue, traceback: [evalue] });
    }
    outputs.add(send);
  }

  /**
   * Encodes a message and returns a function that sends it on a socket. Later changes of the content are not sent.
   * @throws {JsonError} for content, metadata or buffers that the message type does not allow
   */
  prepared(channel: Channel, message: Message): () => void {
    const encoded = encodeMessage(channel === "iopub" ? { ...message, identities: [] } : message);
    return () => this.post({ kind: "send", channel, message: encoded });
  }
}
