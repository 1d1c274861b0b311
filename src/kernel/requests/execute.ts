// execute_request: one after another, each checked, stripped, evaluated and answered. After an error the requests
// that already wait are aborted, when the failed one asked for it (stop_on_error).
import { setTimeout as delay } from "node:timers/promises";
import { registerCell, scriptName, translateStackTraces } from "../execution/cellFrames.js";
import { type CellSource, CellSyntaxError, parseCell } from "../execution/cellSource.js";
import { type ErrorReport, reportError } from "../execution/errorReport.js";
import { Evaluator, type Outcome } from "../execution/evaluator.js";
import { stripTypes } from "../execution/strip.js";
import type { Kernel } from "../kernel.js";
import { mimeBundle } from "../mimeBundle.js";
import type { JsonObject, Message } from "../protocol/messages.js";

/** How long requests sent together with a failed one may take to arrive, to be aborted with it, in ms. */
const straggling = 10;

export class Executions {
  /** The newest request that ran, which output without a known origin belongs to. */
  latest: Message | undefined;
  private readonly kernel: Kernel;
  private readonly evaluator = new Evaluator();
  private readonly queue: Message[] = [];
  private readonly requests = new Map<string, Message>();
  private running = false;
  private startedAt = 0;
  private count = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    translateStackTraces();
  }

  enqueue(request: Message): void {
    this.queue.push(request);
    if (!this.running) void this.drain();
  }

  /** The request that ran as `Cell [label]`. */
  request(label: string | undefined): Message | undefined {
    return label === undefined ? undefined : this.requests.get(label);
  }

  /** Stops the running cell's waiting, unless it began after the interrupt was asked for (ms since 1970). */
  interrupt(at: number): void {
    if (!this.running || at < this.startedAt) return;
    this.evaluator.interrupt();
    this.kernel.stdin.cancel();
  }

  close(): void {
    this.evaluator.close();
  }

  private async drain(): Promise<void> {
    this.running = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift()) {
      this.startedAt = Date.now();
      const failed = await this.execute(request);
      if (failed && request.content.stop_on_error !== false) {
        await delay(straggling);
        for (const waiting of this.queue.splice(0)) this.abort(waiting);
      }
    }
    this.running = false;
  }

  private abort(request: Message): void {
    this.kernel.status(request, "busy");
    this.kernel.reply(request, {
      status: "aborted",
      execution_count: this.count,
      payload: [],
      user_expressions: {},
    });
    this.kernel.status(request, "idle");
  }

  /** @returns whether the cell failed */
  private async execute(request: Message): Promise<boolean> {
    const { kernel } = this;
    const code = String(request.content.code ?? "");
    const silent = request.content.silent === true;
    const stored = !silent && request.content.store_history !== false;
    if (stored) this.count++;
    const label = silent ? "silent" : String(this.count);
    this.latest = request;
    this.requests.set(label, request);
    kernel.status(request, "busy");
    if (!silent) kernel.publishUnder(request, "execute_input", { code, execution_count: this.count });
    if (stored) kernel.history.add(this.count, code);

    const failure = await kernel.runFor(request, () => this.run(code, label, silent));
    const content: JsonObject = { execution_count: this.count, payload: [], user_expressions: {} };
    if (failure) {
      const report = { ename: failure.ename, evalue: failure.evalue, traceback: failure.traceback };
      kernel.publishUnder(request, "error", report);
      kernel.reply(request, { status: "error", ...report, ...content });
    } else {
      content.user_expressions = await kernel.runFor(request, () =>
        this.userExpressions(request.content.user_expressions),
      );
      kernel.reply(request, { status: "ok", ...content });
    }
    kernel.status(request, "idle");
    return failure !== undefined;
  }

  private async run(code: string, label: string, silent: boolean): Promise<ErrorReport | undefined> {
    try {
      const source = parseCell(code);
      const outcome = await this.evaluate(source, label);
      if (outcome.kind === "interrupted") return interruptReport();
      if (outcome.kind === "error") return reportError(outcome.error);
      if (outcome.value !== undefined && !silent) {
        const data = await mimeBundle(outcome.value);
        this.kernel.publish("execute_result", { execution_count: this.count, data, metadata: {} });
      }
      return undefined;
    } catch (error) {
      return error instanceof CellSyntaxError ? syntaxReport(error, code, label) : reportError(error);
    }
  }

  private async evaluate(source: CellSource, label: string): Promise<Outcome> {
    const { script, position } = await stripTypes(source.script);
    registerCell(label, position);
    for (const name of source.values) makeAssignable(name);
    return this.evaluator.evaluate(script, scriptName(label));
  }

  private async userExpressions(expressions: unknown): Promise<JsonObject> {
    const results: JsonObject = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, string>)) {
      const outcome = await this.evaluate(parseCell(`(${expression})`), "expression").catch(
        (error: unknown): Outcome => ({ kind: "error", error }),
      );
      results[name] =
        outcome.kind === "value"
          ? { status: "ok", data: await mimeBundle(outcome.value), metadata: {} }
          : {
              status: "error",
              ...(outcome.kind === "error" ? reportError(outcome.error) : interruptReport()),
            };
    }
    return results;
  }
}

/** Node keeps some globals (such as crypto) behind a getter, where a declaration of that name would be lost. */
function makeAssignable(name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  if (descriptor?.get && descriptor.configurable) {
    Object.defineProperty(globalThis, name, {
      value: undefined,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}

function interruptReport(): ErrorReport {
  const evalue = "the cell was stopped; what it had done is kept";
  return { ename: "Interrupted", evalue, traceback: [`\x1b[31mInterrupted\x1b[39m: ${evalue}`] };
}

function syntaxReport(error: CellSyntaxError, code: string, label: string): ErrorReport {
  const before = code.slice(0, error.offset).split("\n");
  const line = code.split("\n")[before.length - 1] ?? "";
  const column = before.at(-1)!.length;
  const number = String(before.length);
  const frame = `${number} | ${line}\n${" ".repeat(number.length)} | ${" ".repeat(column)}\x1b[31m^\x1b[39m`;
  const head = `\x1b[31mSyntaxError: ${error.message}\x1b[39m`;
  return {
    ename: "SyntaxError",
    evalue: error.message,
    traceback: [head, `    at Cell [${label}]:${number}:${column + 1}`, frame],
  };
}
