// The kernel on the main thread: takes requests from the protocol thread, runs cells one after the other,
// and answers everything else at once, also while a cell awaits.
import { AsyncLocalStorage } from "node:async_hooks";
import { Comms } from "./comms.js";
import { CellRunner } from "./execution/cellRunner.js";
import { completeness } from "./execution/completeness.js";
import { Evaluator } from "./execution/evaluator.js";
import { defineGlobals } from "./execution/globalScope.js";
import { Importer } from "./execution/importer.js";
import { History } from "./history.js";
import { hostSymbol, type KernelHost, type Output } from "./host.js";
import { kernelInfo } from "./kernelInfo.js";
import { complete, inspectAt } from "./language/assistance.js";
import { CellDocuments } from "./language/cellDocuments.js";
import { mimeBundle } from "./mimeBundle.js";
import {
  createMessage,
  type JsonObject,
  type Message,
  type ToMain,
  type ToProtocol,
} from "./protocol/messages.js";
import { Stdin } from "./stdin.js";
import { Streams } from "./streams.js";
import { tslabModule } from "./tslab.js";

export interface SessionOptions {
  /** The notebook's folder, from which imports resolve. */
  readonly folder: string;
  /** The notebook's own path, for `__filename`. */
  readonly notebook: string;
  /** Whether a cell's types are checked before it runs. */
  readonly check: boolean;
  readonly send: (message: ToProtocol) => void;
}

interface QueuedRequest {
  readonly request: Message;
  readonly channel: "shell" | "control";
}

export class KernelSession {
  private readonly running = new AsyncLocalStorage<Message>();
  private readonly captured = new AsyncLocalStorage<(output: Output) => void>();
  private readonly evaluator = new Evaluator();
  private readonly history = new History();
  private readonly streams: Streams;
  private readonly stdin: Stdin;
  private readonly comms: Comms;
  private readonly documents: CellDocuments;
  private readonly runner: CellRunner;
  private readonly queue: QueuedRequest[] = [];
  private busy = false;
  /** Ends when everything that cells displayed is shown. */
  private shown: Promise<void> = Promise.resolve();
  private startedAt = 0;
  private executionCount = 0;
  private lastParent: Message | undefined;

  constructor(private readonly options: SessionOptions) {
    const parent = () => this.running.getStore() ?? this.lastParent;
    this.streams = new Streams(
      parent,
      (name, text, of) => this.send("iopub", createMessage("stream", { name, text }, of)),
      () => this.captured.getStore(),
    );
    this.stdin = new Stdin((message) => options.send(message), parent);
    this.comms = new Comms((type, content, more) => this.publish(type, content, more));
    this.documents = new CellDocuments(options.folder);
    this.runner = new CellRunner(this.evaluator, () => (options.check ? this.documents : undefined));
    this.defineScope();
    this.streams.capture();
  }

  handle(message: ToMain): void {
    if (message.kind === "inputReply") this.stdin.answer(message.message);
    else if (message.kind === "interrupt") this.interrupt(message.at);
    else if (message.kind === "request") this.request(message.channel, message.message);
  }

  close(): void {
    this.documents.stop();
    this.evaluator.close();
  }

  /** An error that no cell waits for (a timer's, a rejected promise's) is printed under the cell that made it. */
  uncaught(error: unknown): void {
    const { traceback } = this.runner.report(error);
    this.streams.write("stderr", `${traceback.join("\n")}\n`);
  }

  private request(channel: "shell" | "control", request: Message): void {
    if (request.header.msg_type === "execute_request") {
      this.queue.push({ request, channel });
      void this.drain();
      return;
    }
    void this.running.run(request, async () => {
      this.status("busy");
      try {
        const reply = await this.answer(request);
        if (reply) this.reply(channel, request, reply);
      } catch (error) {
        this.uncaught(error);
      }
      this.streams.flush();
      this.status("idle");
    });
  }

  private async answer(request: Message): Promise<JsonObject | undefined> {
    const { content } = request;
    const code = String(content.code ?? "");
    const cursor = Number(content.cursor_pos ?? code.length);
    switch (request.header.msg_type) {
      case "kernel_info_request":
        return kernelInfo();
      case "is_complete_request":
        return { ...completeness(code) };
      case "complete_request": {
        const { matches, kinds, cursorStart, cursorEnd } = await complete(this.documents, code, cursor);
        const types = matches.map((text, i) => ({
          text,
          type: kinds[i],
          start: cursorStart,
          end: cursorEnd,
        }));
        const metadata = { _jupyter_types_experimental: types };
        return { status: "ok", matches, cursor_start: cursorStart, cursor_end: cursorEnd, metadata };
      }
      case "inspect_request": {
        const text = await inspectAt(this.documents, code, cursor);
        const data = text
          ? { "text/markdown": text, "text/plain": text.replace(/```\w*\n?/g, "").trim() }
          : {};
        return { status: "ok", found: text !== undefined, data, metadata: {} };
      }
      case "history_request":
        return this.history.reply(content);
      case "comm_info_request":
        return { status: "ok", comms: this.comms.list(content.target_name as string | undefined) };
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        this.comms.handle(request);
        return undefined;
      default:
        return undefined;
    }
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const { request, channel } = next;
      const aborted = await this.running.run(request, () => this.execute(channel, request));
      for (const waiting of aborted) this.abort(waiting);
    }
    this.busy = false;
  }

  /** Runs one execute_request to its reply; gives the waiting ones that its failure aborts. */
  private async execute(channel: "shell" | "control", request: Message): Promise<QueuedRequest[]> {
    const { content } = request;
    const code = String(content.code ?? "");
    const silent = content.silent === true;
    const stored = content.store_history !== false && !silent;
    this.lastParent = request;
    this.startedAt = Date.now();
    this.status("busy");
    if (stored) {
      this.executionCount += 1;
      this.history.add(this.executionCount, code);
    }
    const execution_count = this.executionCount;
    if (!silent) this.publish("execute_input", { code, execution_count });
    const result = await this.runner.run(code, `Cell [${execution_count}]`);
    await this.shown;
    let reply: JsonObject;
    if (result.kind === "error") {
      const error = { ...result.report };
      if (!silent) this.publish("error", error);
      reply = { status: "error", execution_count, ...error };
    } else {
      if (!silent && result.value !== undefined) {
        const data = await this.bundle(result.value);
        if (data) this.publish("execute_result", { execution_count, data, metadata: {} });
      }
      const user_expressions = await this.userExpressions(content.user_expressions as JsonObject | undefined);
      reply = { status: "ok", execution_count, user_expressions, payload: [] };
    }
    const aborts = result.kind === "error" && content.stop_on_error !== false;
    // What was sent together with the failed cell may still be on its way from the other thread; what is sent
    // after the reply is not meant, so the queue is taken before it.
    if (aborts) await new Promise((resolve) => setImmediate(resolve));
    const aborted = aborts ? this.queue.splice(0) : [];
    this.streams.flush();
    this.reply(channel, request, reply);
    this.status("idle");
    return aborted;
  }

  private async bundle(value: unknown): Promise<JsonObject | undefined> {
    try {
      return await mimeBundle(value);
    } catch (error) {
      this.uncaught(error);
      return undefined;
    }
  }

  private async userExpressions(expressions: JsonObject = {}): Promise<JsonObject> {
    const results: JsonObject = {};
    for (const [name, code] of Object.entries(expressions)) {
      const result = await this.runner.run(String(code), `Expression [${name}]`);
      results[name] =
        result.kind === "error"
          ? { status: "error", ...result.report }
          : { status: "ok", data: await mimeBundle(result.value), metadata: {} };
    }
    return results;
  }

  private abort({ request, channel }: QueuedRequest): void {
    this.running.run(request, () => {
      this.status("busy");
      this.reply(channel, request, { status: "aborted", execution_count: this.executionCount });
      this.status("idle");
    });
  }

  private interrupt(at: number): void {
    if (at < this.startedAt) return;
    this.stdin.cancel();
    this.evaluator.interrupt();
  }

  private defineScope(): void {
    const importer = new Importer(this.options.folder);
    const host = this.host();
    importer.provide("tslab", tslabModule(host));
    Object.defineProperty(globalThis, hostSymbol, { value: host });
    defineGlobals(this.options.notebook, {
      display: (value) => this.display(host, value),
      input: (prompt = "") => this.stdin.ask(prompt, false),
      password: (prompt = "") => this.stdin.ask(prompt, true),
      import: (specifier) => importer.import(specifier),
    });
  }

  /** Shows a value after those that were asked for before it; its cell ends when it is shown. */
  private display(host: KernelHost, value: unknown): Promise<void> {
    const bundle = mimeBundle(value);
    const shown = this.shown.then(async () => host.display({ data: await bundle }));
    this.shown = shown.catch(() => {});
    return shown;
  }

  private host(): KernelHost {
    return {
      openComm: this.comms.openComm,
      registerCommTarget: this.comms.registerCommTarget,
      display: ({ data, metadata = {}, transient = {}, update }) => {
        const take = update ? undefined : this.captured.getStore();
        if (take) take({ output_type: "display_data", data, metadata });
        else this.publish(update ? "update_display_data" : "display_data", { data, metadata, transient });
      },
      clearOutput: (wait = false) => {
        const take = this.captured.getStore();
        if (take) take({ output_type: "clear_output", wait });
        else this.publish("clear_output", { wait });
      },
      capture: (take, run) => this.captured.run(take, run),
      mimeBundle,
      errorOutput: (error) => ({ output_type: "error", ...this.runner.report(error) }),
      parentId: () => (this.running.getStore() ?? this.lastParent)?.header.msg_id,
    };
  }

  private publish(
    type: string,
    content: JsonObject,
    more?: { metadata?: JsonObject; buffers?: Uint8Array[] },
  ): void {
    this.streams.flush();
    this.send("iopub", createMessage(type, content, this.running.getStore() ?? this.lastParent, more));
  }

  private status(execution_state: "busy" | "idle"): void {
    this.send("iopub", createMessage("status", { execution_state }, this.running.getStore()));
  }

  private reply(channel: "shell" | "control", request: Message, content: JsonObject): void {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    this.send(channel, createMessage(type, content, request));
  }

  private send(channel: "shell" | "control" | "iopub", message: Message): void {
    const routed = channel === "iopub" ? { ...message, identities: [] } : message;
    this.options.send({ kind: "send", channel, message: routed });
  }
}
