// The main thread's side of the protocol: takes requests from the protocol thread, says busy and idle around each,
// and hands it to whoever answers its type. Executions wait for one another; everything else is answered at
// once, also while a cell awaits, so that widgets and completion stay alive.
import { AsyncLocalStorage } from "node:async_hooks";
import { dirname } from "node:path";
import type { Worker } from "node:worker_threads";
import { showBackgroundErrors } from "./backgroundErrors.js";
import { Comms } from "./comms.js";
import { defineGlobals } from "./execution/globalScope.js";
import { Importer } from "./execution/importer.js";
import { History } from "./history.js";
import { hostSymbol, type KernelHost } from "./host.js";
import { mimeBundle } from "./mimeBundle.js";
import {
  type Channel,
  createMessage,
  type JsonObject,
  type Message,
  type ToMain,
} from "./protocol/messages.js";
import { Executions } from "./requests/execute.js";
import { informationHandlers } from "./requests/information.js";
import { Stdin } from "./stdin.js";
import { Streams } from "./streams.js";
import { tslabModule } from "./tslab.js";

/** Answers one type of request with the content of its reply; nothing where the type has none. */
export type RequestHandler = (message: Message) => Promise<JsonObject | undefined> | JsonObject | undefined;

export class Kernel {
  readonly comms: Comms;
  readonly history = new History();
  readonly stdin: Stdin;
  readonly streams: Streams;
  readonly executions: Executions;
  private readonly worker: Worker;
  private readonly pulse: Int32Array;
  /** The request on whose behalf code is running, also in its callbacks. */
  private readonly context = new AsyncLocalStorage<Message>();
  private readonly handlers: ReadonlyMap<string, RequestHandler>;

  /** @param pulse counts interrupts that this thread has taken, where the protocol thread sees it */
  constructor(worker: Worker, pulse: Int32Array, notebook: string) {
    this.worker = worker;
    this.pulse = pulse;
    this.comms = new Comms((type, content, more) => this.publish(type, content, more));
    this.stdin = new Stdin(
      () => this.parent(),
      (content, parent) => {
        this.streams.flush();
        this.send("stdin", createMessage("input_request", content, parent));
      },
    );
    this.streams = new Streams(
      () => this.parent(),
      (name, text, parent) => this.send("iopub", createMessage("stream", { name, text }, parent)),
    );
    this.streams.capture();
    this.executions = new Executions(this);
    this.handlers = new Map<string, RequestHandler>([
      ["comm_open", (message) => this.comms.handle(message)],
      ["comm_msg", (message) => this.comms.handle(message)],
      ["comm_close", (message) => this.comms.handle(message)],
      ...informationHandlers(this),
    ]);
    this.provide(notebook);
    showBackgroundErrors(this);
    worker.on("message", (message: ToMain) => this.receive(message));
  }

  /** Sends on iopub under the request that is being handled, after what was printed before. */
  publish(
    type: string,
    content: JsonObject,
    more: { metadata?: JsonObject; buffers?: Uint8Array[] } = {},
  ): void {
    this.publishUnder(this.parent(), type, content, more);
  }

  publishUnder(
    parent: Message | undefined,
    type: string,
    content: JsonObject,
    more: { metadata?: JsonObject; buffers?: Uint8Array[] } = {},
  ): void {
    this.streams.flush();
    this.send("iopub", createMessage(type, content, parent, more));
  }

  reply(request: Message, content: JsonObject): void {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    this.streams.flush();
    this.send(request.channel ?? "shell", createMessage(type, content, request));
  }

  /** Runs code on behalf of a request: what it prints and shows belongs there. */
  runFor<T>(request: Message, code: () => T): T {
    return this.context.run(request, code);
  }

  parent(): Message | undefined {
    return this.context.getStore() ?? this.executions.latest;
  }

  status(parent: Message, state: "busy" | "idle"): void {
    this.publishUnder(parent, "status", { execution_state: state });
  }

  private send(channel: Channel, message: Message): void {
    this.worker.postMessage({ kind: "send", channel, message });
  }

  private receive(incoming: ToMain): void {
    switch (incoming.kind) {
      case "request":
        if (incoming.message.header.msg_type === "execute_request") this.executions.enqueue(incoming.message);
        else void this.answer({ ...incoming.message, channel: incoming.channel });
        return;
      case "inputReply":
        this.stdin.receive(incoming.message);
        return;
      case "interrupt":
        Atomics.add(this.pulse, 0, 1);
        this.executions.interrupt(incoming.at);
        return;
      case "shutdown":
        this.executions.close();
        process.exit(0);
    }
  }

  private async answer(request: Message): Promise<void> {
    this.status(request, "busy");
    try {
      const handler = this.handlers.get(request.header.msg_type);
      const content = await this.runFor(request, () => handler?.(request));
      if (content) this.reply(request, content);
    } catch (error) {
      this.runFor(request, () => process.stderr.write(`${(error as Error)?.stack ?? String(error)}\n`));
    } finally {
      this.status(request, "idle");
    }
  }

  /** Gives cells their globals, and packages the host. */
  private provide(notebook: string): void {
    const host: KernelHost = {
      openComm: this.comms.openComm,
      registerCommTarget: this.comms.registerCommTarget,
      display: ({ data, metadata = {}, transient = {}, update }) =>
        this.publish(update ? "update_display_data" : "display_data", { data, metadata, transient }),
      clearOutput: (wait = false) => this.publish("clear_output", { wait }),
      parentId: () => this.parent()?.header.msg_id,
    };
    Object.defineProperty(globalThis, hostSymbol, { value: host, configurable: true });
    const importer = new Importer(dirname(notebook));
    importer.provide("tslab", tslabModule(host));
    defineGlobals(notebook, {
      display: async (value) => host.display({ data: await mimeBundle(value) }),
      input: (prompt = "") => this.stdin.ask(prompt, false),
      password: (prompt = "") => this.stdin.ask(prompt, true),
      import: (specifier) => importer.import(specifier),
    });
  }
}
