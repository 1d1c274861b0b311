// The kernel on the main thread. It connects the parts, receives requests from the protocol thread, runs cells one after
// the other and answers other requests at once.
import { StringDecoder } from "node:string_decoder";
import { inspect } from "node:util";
import { Announcements } from "../debugger/announcements.js";
import { type Debuggee, debuggeeSymbol } from "../debugger/debuggee.js";
import { CellImports } from "../execution/cellImports.js";
import { CellRunner } from "../execution/cellRunner.js";
import { dialogs } from "../execution/dialogs.js";
import { Evaluator } from "../execution/evaluator.js";
import { defineGlobals } from "../execution/globalScope.js";
import { endCommands, runCommand } from "../execution/shellCommand.js";
import { hostSymbol, type KernelHost, type Output } from "../host/host.js";
import type { JsonObject } from "../host/json.js";
import { CellDocuments } from "../language/cellDocuments.js";
import { Importer } from "../modules/importer.js";
import { importBy } from "../modules/moduleScope.js";
import { Displays } from "../output/display.js";
import { leaveInspectorConsole } from "../output/inspectorConsole.js";
import { mimeBundle } from "../output/mimeBundle.js";
import { Outputs } from "../output/outputs.js";
import { hideMarksOfPromises } from "../output/plainPromises.js";
import { Streams } from "../output/streams.js";
import { tslabModule } from "../output/tslab.js";
import { inColor, reportInColor } from "../output/values/colors.js";
import { improveConsole } from "../output/values/console.js";
import { installHook } from "../output/values/hook.js";
import { ChildProcesses } from "../processes/childProcesses.js";
import type { OutputPipes } from "../processes/outputPipes.js";
import { watchInterfaces } from "../processes/readlineInterfaces.js";
import type { Signals } from "../processes/signals.js";
import { replaceStandardInput } from "../processes/standardInput.js";
import type { BlockingAnswer } from "../protocol/blockingAnswer.js";
import { log } from "../protocol/log.js";
import type { Message, ToMain, ToProtocol } from "../protocol/messages.js";
import type { Pulse } from "../protocol/pulse.js";
import { errorReply } from "../protocol/schema/incoming.js";
import { Comms } from "./comms.js";
import { RequestContext, Running } from "./context.js";
import { Executions } from "./executions.js";
import { Failures } from "./failures.js";
import { answer, type Sources } from "./handlers.js";
import { History } from "./history.js";
import { Stdin } from "./stdin.js";

/** Options of a session. */
export interface SessionOptions {
  /** Folder of the notebook, from which imports resolve. */
  readonly folder: string;
  /** Path of the notebook, for `__filename`. */
  readonly notebook: string;
  /** Check the types of a cell before it runs. */
  readonly check: boolean;
  /** Sends a message to the protocol thread. */
  readonly send: (message: ToProtocol) => void;
  /** Shows the protocol thread that the main thread is not busy while a cell runs. */
  readonly pulse: Pulse;
  /** Pipes in place of standard output and error. Undefined on a system without named pipes. */
  readonly pipes: OutputPipes | undefined;
  /** Signals of the protocol thread. */
  readonly signals: Signals;
  /** Waits for answers of the user. */
  readonly answer: BlockingAnswer;
}

/** Thrown at the next `await` of an interrupted cell. */
class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
}

/** A running kernel. */
export class KernelSession {
  private readonly context: RequestContext;
  private readonly streams: Streams;
  private readonly stdin: Stdin;
  private readonly sources: Sources;
  private readonly evaluator: Evaluator;
  private readonly importer: Importer;
  private readonly announcements: Announcements;
  private readonly runner: CellRunner;
  private readonly executions: Executions;
  private readonly host: KernelHost;
  private readonly displays: Displays;
  private readonly failures: Failures;
  private readonly children: ChildProcesses;

  constructor(private readonly options: SessionOptions) {
    this.evaluator = new Evaluator(options.pulse);
    this.context = new RequestContext(options.send);
    this.streams = new Streams(
      () => this.context.scope(),
      (name, text, parent) => this.context.text(name, text, parent),
    );
    this.stdin = new Stdin(this.context, options.answer);
    const comms = new Comms((type, content, more) => this.context.publish(type, content, more));
    this.importer = new Importer(options.notebook);
    importBy(this.importer);
    const documents = new CellDocuments(options.folder, this.importer.project);
    const living: Sources["living"] = (expression, root) => this.runner.membersOf(expression, root);
    this.sources = { comms, documents, history: new History(), living };
    this.announcements = new Announcements(options.send);
    this.runner = new CellRunner(this.evaluator, documents, this.importer, this.announcements, options.check);
    const outputs = new Outputs(this.context);
    this.host = this.makeHost(outputs);
    this.displays = new Displays(this.context, outputs, (error) => this.errorOutput(error));
    this.failures = new Failures(this.context, {
      report: (error) => reportInColor(this.runner.report(error)),
      isShown: (error) => this.displays.isShown(error),
      noteShown: (error) => this.displays.noteShown(error),
      error: (output, scope) => outputs.error(output, scope),
      print: (text) => this.streams.write("stderr", text),
    });
    this.executions = new Executions(
      this.context,
      this.runner,
      this.sources.history,
      this.displays,
      this.failures,
      options.pulse,
    );
    this.defineScope();
    this.streams.capture();
    replaceStandardInput({
      scope: () => this.context.scope(),
      within: (scope, work) => this.context.within(scope, work),
      ask: (caller, prompt, isPassword) => this.stdin.ask(prompt, isPassword, caller),
      check: (caller) => this.stdin.check(caller),
    });
    watchInterfaces();
    this.children = this.watchChildren();
    hideMarksOfPromises();
    installHook();
    leaveInspectorConsole();
    improveConsole(inColor(process.env));
    // Stack frames in local modules name the lines of the TypeScript files.
    process.setSourceMapsEnabled(true);
  }

  /** Handles a message from the protocol thread. */
  handle(message: ToMain): void {
    if (message.kind === "inputReply") this.stdin.answer(message.message);
    else if (message.kind === "interrupt") {
      this.stdin.cancel();
      const running = this.executions.interrupt(message.at);
      if (running) this.children.interrupt(running);
    } else if (message.kind === "debug") this.runner.debug(message.on);
    else if (message.kind === "scriptKnown") this.announcements.known(message.url);
    else if (message.kind === "greeted" && this.options.check) this.sources.documents.warmUp();
    else if (message.kind === "request") this.request(message);
  }

  /** Replies for the running cell, whose code ends the process. */
  exit(status: number): void {
    this.executions.exit(status);
  }

  /** Stops the language server and removes temporary files. */
  close(): void {
    this.sources.documents.stop();
    this.importer.local.close();
    endCommands();
    for (const { traceback } of this.failures.unshown()) log(traceback.join("\n"));
  }

  /** Handles an error that a timer or an event threw. */
  uncaught(error: unknown): void {
    if (!isInterrupt(error)) this.failures.thrown(error);
  }

  /** Handles a promise that is rejected and that no code handles. */
  rejected(error: unknown, promise: Promise<unknown>): void {
    if (!isInterrupt(error)) this.failures.rejected(error, promise);
  }

  /** Notes that code handles a rejected promise after all. */
  handled(promise: Promise<unknown>): void {
    this.failures.handled(promise);
  }

  private request({ channel, message: request, problem }: ToMain & { kind: "request" }): void {
    const isExecution = request.header.msg_type === "execute_request";
    if (isExecution && problem === undefined) {
      this.executions.submit(request, channel);
      return;
    }
    const running = new Running(request, channel);
    void this.context.run(running, async () => {
      this.context.status("busy");
      const count = isExecution ? { execution_count: this.executions.executionCount } : {};
      const reply = problem ? errorReply(problem) : await this.answer(request);
      if (reply && request.header.msg_type.endsWith("_request"))
        this.context.reply(running, { ...reply, ...count });
      this.context.status("idle");
    });
  }

  /** Returns the content of the reply to a request, also if the handler fails. Other messages have no reply. */
  private async answer(request: Message): Promise<JsonObject | undefined> {
    try {
      return await answer(request, this.sources);
    } catch (error) {
      if (request.header.msg_type.endsWith("_request"))
        return { status: "error", ...this.runner.report(error) };
      this.uncaught(error);
      return undefined;
    }
  }

  private defineScope(): void {
    const { host } = this;
    this.importer.provide("tslab", tslabModule(host));
    Object.defineProperty(globalThis, hostSymbol, { value: host });
    const debuggee: Debuggee = { inspect: (value) => inspect(value) };
    Object.defineProperty(globalThis, debuggeeSymbol, { value: debuggee });
    defineGlobals(this.options.notebook, {
      display: this.displays.display,
      clearOutput: host.clearOutput,
      page: this.displays.page,
      input: (prompt = "") => this.stdin.ask(prompt, false),
      password: (prompt = "") => this.stdin.ask(prompt, true),
      ...dialogs(
        (caller, prompt) => this.stdin.askNow(caller, prompt),
        (text) => host.display({ data: { "text/plain": text } }),
      ),
      require: this.importer.require,
      import: new CellImports(this.importer, this.runner).import,
      resolve: (specifier) => this.importer.metaResolve(specifier, this.options.notebook),
      shell: (command) => runCommand(command, (stop) => this.context.current()?.stops.add(stop)),
      resumed: (value) => {
        this.stopIfInterrupted();
        return value;
      },
    });
  }

  private stopIfInterrupted(): void {
    if (this.context.current()?.interrupted) throw new KeyboardInterrupt("the cell was interrupted");
  }

  private watchChildren(): ChildProcesses {
    const { send, pipes, signals } = this.options;
    const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
    const children = new ChildProcesses({
      current: () => this.context.current(),
      print: (name, bytes) => this.streams.write(name, decoders[name].write(bytes)),
      before: () => {
        if (pipes) send({ kind: "fence", number: pipes.fence() });
      },
      after: () => send({ kind: "drain" }),
      blocks: (others) => {
        this.stopIfInterrupted();
        send({ kind: "blocked", others });
      },
      unblocks: () => {
        send({ kind: "blocked", others: undefined });
        const running = this.context.current();
        if (signals.take("interrupted") && running) running.interrupted = true;
        this.stopIfInterrupted();
      },
      own: (id) => send({ kind: "ownProcess", id }),
    });
    children.watch();
    return children;
  }

  private makeHost(outputs: Outputs): KernelHost {
    return {
      openComm: this.sources.comms.openComm,
      registerCommTarget: this.sources.comms.registerCommTarget,
      display: (request) => outputs.display(request),
      clearOutput: (wait = false) => outputs.clear(wait),
      capture: (take, run) => outputs.capture(take, run),
      mimeBundle,
      errorOutput: (error) => this.errorOutput(error),
      parentId: () => this.context.current()?.request.header.msg_id,
    };
  }

  private errorOutput(error: unknown): Output & { output_type: "error" } {
    return { output_type: "error", ...reportInColor(this.runner.report(error)) };
  }
}

/** A thrown proxy may throw when its class is asked for. */
function isInterrupt(error: unknown): boolean {
  try {
    return error instanceof KeyboardInterrupt;
  } catch {
    return false;
  }
}
