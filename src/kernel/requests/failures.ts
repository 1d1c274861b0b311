// Errors that no code handles: thrown by timers and events, and reasons of rejected promises. They fail the cell that
// started the work while it runs. Later ones are shown under that cell, and an unattended run fails by its next cell.
import { setImmediate, setTimeout } from "node:timers/promises";
import type { ErrorReport } from "../execution/errorReport.js";
import type { Output } from "../host/host.js";
import type { RequestContext, Running, Scope } from "./context.js";

/** Time that a running cell has to handle a rejected promise, in ms. */
const patience = 1000;
/** Time that a cell of an unattended run waits for work that it started and did not await, in ms. */
const linger = 2000;
/** Time between two looks at that work, in ms. */
const interval = 5;

/** Kinds of Node's resources that are work with an end. */
const work = /^(?:Timeout|Immediate|ProcessWrap|PipeWrap|TCPSocketWrap|TLSWrap|ZLIB|.*(?:Req|REQ).*)$/;

type Work = Map<string, number>;

/** How errors are formatted and shown. */
export interface ErrorOutputs {
  report(error: unknown): ErrorReport;
  /** Returns true for an error that is an output already. */
  isShown(error: unknown): boolean;
  /** Notes that an error is an output. */
  noteShown(error: unknown): void;
  /** Shows an error as an output in its place. */
  error(output: Output & { output_type: "error" }, scope: Scope): void;
  /** Prints text on standard error in the scope of the running code. */
  print(text: string): void;
}

interface ActiveCell {
  readonly running: Running;
  /** Ends the cell, which a callback of it made fail. */
  readonly end: (report: ErrorReport) => void;
  /** Work of the process before the cell's code ran. */
  before?: Work;
}

interface Rejection {
  readonly error: unknown;
  readonly scope: Scope;
  readonly timer: NodeJS.Timeout;
}

/** Decides which cell fails by an error that no code handles. */
export class Failures {
  private active: ActiveCell | undefined;
  /** Rejected promises of the running cell that nothing has handled so far. */
  private readonly rejections = new Map<Promise<unknown>, Rejection>();
  /** Errors of ended cells of an unattended run, which no cell has shown. */
  private owed: ErrorReport[] = [];

  constructor(
    private readonly context: RequestContext,
    private readonly outputs: ErrorOutputs,
  ) {}

  /** Notes that a cell begins. In an unattended run it carries the errors that came after the cell before. */
  begin(running: Running, end: (report: ErrorReport) => void): void {
    this.active = { running, end };
    for (const report of this.owed.splice(0)) this.carry(report);
  }

  /** Notes that the code of the cell runs from now on. */
  codeStarts(): void {
    if (this.active) this.active.before = pendingWork();
  }

  /** Waits for the end of the turn in which the cell ends. What fails until then fails the cell. */
  async settle(): Promise<void> {
    const { active } = this;
    if (!active) return;
    const { before, running } = active;
    await setImmediate();
    // A timer of 0 ms runs before a new one.
    if (before && isMore(pendingWork(), before)) await setTimeout(0);
    const end = performance.now() + (isUnattended(running) ? linger : 0);
    while (before && performance.now() < end && !running.failure && isMore(pendingWork(), before))
      await setTimeout(interval);
    this.takeRejections((error, scope) => this.fail(active, error, scope));
  }

  /** Notes that the cell has ended. */
  end(): void {
    this.active = undefined;
    this.takeRejections((error, scope) => this.late(error, scope));
  }

  /** Handles an error that a callback threw. It ends the running cell if the callback belongs to it. */
  thrown(error: unknown): void {
    const scope = this.context.scope();
    if (this.active && this.active.running === scope.running) this.failNow(this.active, error, scope);
    else this.late(error, scope);
  }

  /** Handles a rejection. The running cell fails by it unless it handles the promise before its end. */
  rejected(error: unknown, promise: Promise<unknown>): void {
    const scope = this.context.scope();
    const { active } = this;
    if (active?.running !== scope.running || !active) {
      this.late(error, scope);
      return;
    }
    const timer = globalThis.setTimeout(() => {
      if (this.rejections.delete(promise)) this.failNow(active, error, scope);
    }, patience);
    this.rejections.set(promise, { error, scope, timer });
  }

  /** Notes that a rejected promise is handled after all. */
  handled(promise: Promise<unknown>): void {
    clearTimeout(this.rejections.get(promise)?.timer);
    this.rejections.delete(promise);
  }

  /** Returns the errors of an unattended run that no cell has shown. */
  unshown(): readonly ErrorReport[] {
    return this.owed;
  }

  /** Removes the rejections that nothing has handled, and calls `work` for each in its scope. */
  private takeRejections(work: (error: unknown, scope: Scope) => void): void {
    const taken = [...this.rejections.values()];
    this.rejections.clear();
    for (const { error, scope, timer } of taken) {
      clearTimeout(timer);
      this.context.within(scope, () => work(error, scope));
    }
  }

  private failNow(active: ActiveCell, error: unknown, scope: Scope): void {
    this.fail(active, error, scope);
    active.end(active.running.failure!);
  }

  private fail({ running }: ActiveCell, error: unknown, scope: Scope): void {
    const report = this.outputs.report(error);
    const silent = running.request.content.silent === true;
    if (!silent && !this.outputs.isShown(error))
      this.outputs.error({ output_type: "error", ...report }, scope);
    this.outputs.noteShown(error);
    running.failure ??= report;
  }

  /** Shows an error that came after the end of its cell. */
  private late(error: unknown, { running }: Scope): void {
    const report = this.outputs.report(error);
    if (!this.outputs.isShown(error)) this.outputs.print(`${report.traceback.join("\n")}\n`);
    if (!running || !isUnattended(running)) return;
    const traceback = [`${running.name} failed after its end:`, ...report.traceback];
    if (this.active) this.carry({ ...report, traceback });
    else this.owed.push({ ...report, traceback });
  }

  /** Fails the running cell by an error of an earlier one, because nobody sees what is shown under that one. */
  private carry(report: ErrorReport): void {
    const { running, end } = this.active!;
    this.outputs.error({ output_type: "error", ...report }, { running, outputs: running.outputs });
    running.failure ??= report;
    if (running.request.content.stop_on_error !== false) end(report);
  }
}

/** Returns true for a request of nbconvert, nbclient or papermill, which take no messages of a cell after its end. */
function isUnattended({ request }: Running): boolean {
  return request.content.allow_stdin === false;
}

/** Returns the number of timers, processes, connections and file operations that are pending, by their kind. */
function pendingWork(): Work {
  const counts: Work = new Map();
  for (const kind of process.getActiveResourcesInfo())
    if (work.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Returns true if there is more work of any kind than before. */
function isMore(work: Work, before: Work): boolean {
  return [...work].some(([kind, count]) => count > (before.get(kind) ?? 0));
}
