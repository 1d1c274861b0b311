// Handles execute_request. Cells run one after the other, also those of subshells. A cell that fails aborts the waiting ones
// of its shell.
import { type CellRunner, interruption } from "../execution/cellRunner.js";
import type { ErrorReport } from "../execution/errorReport.js";
import type { JsonObject } from "../host/json.js";
import type { Displays } from "../output/display.js";
import { mimeBundle } from "../output/mimeBundle.js";
import { reportInColor, withoutColors } from "../output/values/colors.js";
import type { Message } from "../protocol/messages.js";
import type { Pulse } from "../protocol/pulse.js";
import { type RequestContext, Running } from "./context.js";
import type { Failures } from "./failures.js";
import type { History } from "./history.js";

/** Result of a cell: the MIME bundle of its value and the rest of its reply, or an error that may be shown already. */
type Shown =
  | { kind: "shown"; data: JsonObject | undefined; reply: JsonObject; isShown?: boolean }
  | { kind: "error"; report: ErrorReport; isShown?: boolean };

/** Runs the cells of the notebook. */
export class Executions {
  private readonly queue: Running[] = [];
  private busy = false;
  private count = 0;
  /** Number of runs that are no cells: silent ones, those without history, and user expressions. */
  private uncounted = 0;
  private startedAt = 0;
  /** The cell that runs. */
  private running: Running | undefined;
  private stop: ((result: Shown) => void) | undefined;

  constructor(
    private readonly context: RequestContext,
    private readonly runner: CellRunner,
    private readonly history: History,
    private readonly displays: Displays,
    private readonly failures: Failures,
    private readonly pulse: Pulse,
  ) {}

  /** Number of the last cell. */
  get executionCount(): number {
    return this.count;
  }

  /** Adds a request to the queue. */
  submit(request: Message, channel: "shell" | "control"): void {
    this.queue.push(new Running(request, channel));
    void this.drain();
  }

  /** Interrupts the running cell, if it was running at that time, in ms since 1970. Returns the cell. */
  interrupt(at: number): Running | undefined {
    if (at < this.startedAt || !this.stop) return undefined;
    this.stop(interruption);
    return this.running;
  }

  /** Replies for the running cell, whose code ends the process. A status other than 0 is an error. */
  exit(status: number): void {
    const { running } = this;
    if (!running || !this.stop) return;
    running.outputs.abandon();
    this.context.run(running, () => {
      const payload = [...running.payload, { source: "ask_exit", keepkernel: false }];
      const evalue = String(status);
      const error = { ename: "SystemExit", evalue, traceback: [`SystemExit: ${evalue}`] };
      if (status !== 0) this.context.publishOutput("error", error);
      const reply =
        status === 0 ? { status: "ok", user_expressions: {}, payload } : { status: "error", ...error };
      this.context.reply(running, { ...reply, execution_count: this.count });
      this.context.status("idle");
    });
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const running = next;
      const aborted = await this.context.run(running, () => this.execute(running));
      for (const waiting of aborted) this.abort(waiting);
    }
    // The code of an interrupted cell may wait for something that never comes.
    this.pulse.stop();
    this.busy = false;
  }

  /** Runs one request and returns the waiting ones that its failure aborts. */
  private async execute(running: Running): Promise<Running[]> {
    const { content } = running.request;
    const code = String(content.code ?? "");
    const silent = content.silent === true;
    this.startedAt = Date.now();
    this.running = running;
    this.context.status("busy");
    if (isCounted(content)) {
      this.count += 1;
      this.history.add(this.count, code);
    }
    if (!silent) this.context.publish("execute_input", { code, execution_count: this.count });
    let kept: Shown | undefined;
    const ended = await this.interruptible(running, async () => {
      this.failures.begin(running, (report) => this.stop?.({ kind: "error", report, isShown: true }));
      const shown = await this.runCell(code, running);
      if (running.interrupted) return shown;
      kept = silent ? shown : this.show(shown);
      await this.failures.settle();
      return kept;
    });
    // The interrupt that made the cell fail may arrive when its error is shown already.
    const result = isError(kept) ? kept : ended;
    if (!silent) this.show(result);
    const isFailed = result.kind === "error" || running.failure !== undefined;
    const aborts = isFailed && content.stop_on_error !== false;
    // Requests that were sent together with the failed cell may still be on their way from the other thread. Requests
    // that are sent after the reply are not aborted, so the queue is emptied before it.
    if (aborts) await new Promise((resolve) => setImmediate(resolve));
    const aborted = aborts ? this.takeWaiting(running) : [];
    this.failures.end();
    this.context.reply(running, { ...replyOf(result, running), execution_count: this.count });
    this.context.status("idle");
    return aborted;
  }

  /** Removes the requests of the same shell from the queue and returns them. */
  private takeWaiting({ request }: Running): Running[] {
    const isSame = (other: Running) => shellOf(other.request) === shellOf(request);
    const waiting = this.queue.splice(0);
    this.queue.push(...waiting.filter((other) => !isSame(other)));
    return waiting.filter(isSame);
  }

  private async runCell(code: string, running: Running): Promise<Shown> {
    try {
      running.name = this.nameOf(running);
      const result = await this.runner.run(code, running.name, () => {
        this.failures.codeStarts();
        return running.interrupted;
      });
      if (result.kind !== "error") await running.questionsAnswered();
      await running.displaysShown();
      if (result.kind === "error") {
        const isShown = this.displays.isShown(result.error);
        this.displays.noteShown(result.error);
        return { kind: "error", report: result.report, isShown };
      }
      const nothing = result.value === undefined || this.displays.isHandle(result.value);
      const data = nothing ? undefined : await mimeBundle(result.value);
      const expressions = await this.userExpressions(running);
      await running.displaysShown();
      return { kind: "shown", data, reply: { user_expressions: expressions, payload: running.payload } };
    } catch (error) {
      return { kind: "error", report: this.runner.report(error) };
    }
  }

  /** Returns the unique name of a run in stack frames. */
  private nameOf({ request: { content } }: Running): string {
    if (isCounted(content)) return `Cell [${this.count}]`;
    this.uncounted += 1;
    return `Silent [${this.uncounted}]`;
  }

  /** Publishes the value or the error of a cell, unless it is shown already. Returns the result, which is shown then. */
  private show(result: Shown): Shown {
    if (result.isShown) return result;
    try {
      if (result.kind === "error") this.context.publishOutput("error", { ...reportInColor(result.report) });
      else if (result.data) {
        const content = { execution_count: this.count, data: result.data, metadata: {} };
        this.context.publishOutput("execute_result", content);
      }
      return { ...result, isShown: true };
    } catch (error) {
      // The result is larger than a message can be.
      return this.show({ kind: "error", report: this.runner.report(error) });
    }
  }

  /** Waits until a cell is done or interrupted. A cell may await a promise that never settles. */
  private async interruptible(running: Running, work: () => Promise<Shown>): Promise<Shown> {
    const interrupted = new Promise<Shown>((resolve) => {
      this.stop = (result) => {
        running.interrupted = true;
        for (const stop of running.stops) stop();
        running.outputs.abandon();
        resolve(result);
      };
    });
    try {
      // The work starts in a microtask, because V8 terminates the callers of terminated code, too.
      return await Promise.race([Promise.resolve().then(work), interrupted]);
    } finally {
      this.stop = undefined;
    }
  }

  private async userExpressions(running: Running): Promise<JsonObject> {
    const expressions = (running.request.content.user_expressions ?? {}) as JsonObject;
    const results: [string, JsonObject][] = [];
    for (const [name, code] of Object.entries(expressions))
      results.push([name, await this.userExpression(String(code), running)]);
    return Object.fromEntries(results);
  }

  private async userExpression(code: string, running: Running): Promise<JsonObject> {
    this.uncounted += 1;
    try {
      const name = `Expression [${this.uncounted}]`;
      const result = await this.runner.run(code, name, () => running.interrupted);
      if (result.kind === "error") return { status: "error", ...result.report };
      return { status: "ok", data: withoutColors(await mimeBundle(result.value)), metadata: {} };
    } catch (error) {
      return { status: "error", ...this.runner.report(error) };
    }
  }

  private abort(waiting: Running): void {
    this.context.run(waiting, () => {
      this.context.status("busy");
      this.context.reply(waiting, { status: "aborted", execution_count: this.count });
      this.context.status("idle");
    });
  }
}

/** Returns the reply. A cell fails also by a callback or a promise that no code handled. */
function replyOf(result: Shown, { failure }: Running): JsonObject {
  const report = result.kind === "error" ? result.report : failure;
  if (report) return { status: "error", ...reportInColor(report) };
  return { status: "ok", ...(result as Shown & { kind: "shown" }).reply };
}

function isError(result: Shown | undefined): result is Shown & { kind: "error" } {
  return result?.kind === "error";
}

/** Returns the subshell of a request, or undefined for the main shell. */
function shellOf({ header }: Message): string | undefined {
  return header.subshell_id ?? undefined;
}

function isCounted({ store_history, silent }: JsonObject): boolean {
  return store_history !== false && silent !== true;
}
