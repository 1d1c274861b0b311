// Translates the Debug Adapter Protocol, which front ends speak over `debug_request`, into V8's inspector protocol. Runs
// on the protocol thread, because the main thread is blocked at a breakpoint.
import type { Runtime } from "node:inspector";
import { basename } from "node:path";
import { hostSymbol } from "../host/host.js";
import type { JsonObject } from "../host/json.js";
import { defaultSettings } from "../modules/project.js";
import type { ToMain } from "../protocol/messages.js";
import { type CellSource, CellSyntaxError, parseCell } from "../source/cellSource.js";
import { Redeclarations, writtenName } from "../source/redeclarable.js";
import { toScript } from "../source/script.js";
import { Breakpoints } from "./breakpoints.js";
import { sourceNames } from "./cellScript.js";
import { debuggeeSymbol } from "./debuggee.js";
import { kernelFolder } from "./fileScript.js";
import type { MainThreadInspector } from "./inspector.js";
import type { MappedScript } from "./mappedScript.js";
import { Pauses } from "./pauses.js";
import { objectGroup, textOf, Variables } from "./variables.js";

type Arguments = JsonObject;
type Handler = (given: Arguments) => Promise<JsonObject> | JsonObject;
interface Evaluation {
  result: Runtime.RemoteObject;
  exceptionDetails?: Runtime.ExceptionDetails;
}

/** Time limit of an evaluation, in ms. V8 accepts no other command before an evaluation ends, not even one to end it. */
const longest = 5000;
/** All cells run on one thread. */
const threadId = 1;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const [host, debuggee] = [hostSymbol, debuggeeSymbol].map(
  ({ description }) => `globalThis[Symbol.for("${description}")]`,
);
/** Patterns of scripts that a step does not enter: Node itself, packages and the kernel. */
const foreign = ["^node:", "/node_modules/", `^${kernelFolder.replace(/[.+?]/g, "\\$&")}`];

/** Answers the requests of a debugging front end. */
export class DebugAdapter {
  private started = false;
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly pauses: Pauses;
  private readonly redeclarations = new Redeclarations();
  /** The last evaluation in a paused cell. */
  private pausedEvaluation: Promise<Runtime.RemoteObject> | undefined;

  /**
   * @param post sends a message to the main thread
   * @param event publishes an event of the protocol
   */
  constructor(
    private readonly inspector: MainThreadInspector,
    private readonly post: (message: ToMain) => void,
    private readonly event: (event: string, body: JsonObject) => void,
  ) {
    this.breakpoints = new Breakpoints(inspector);
    this.variables = new Variables(inspector);
    this.pauses = new Pauses(inspector, this.breakpoints, {
      stopped: (body) => event("stopped", { ...body, threadId, allThreadsStopped: true }),
      continued: () => {
        // Lets the inspected values be garbage collected.
        void this.variables.clear().catch(() => {});
        event("continued", { threadId, allThreadsContinued: true });
      },
    });
  }

  /** Returns the response to a request. A request that fails gets a response with the message of the error. */
  async handle(request: JsonObject): Promise<JsonObject> {
    const command = String(request.command);
    const response = { type: "response", seq: request.seq, request_seq: request.seq, command };
    try {
      const handler = Object.hasOwn(this.handlers, command) ? this.handlers[command] : undefined;
      if (!handler) throw new Error(`This debugger does not know ${command}.`);
      const body = await handler((request.arguments ?? {}) as Arguments);
      return { ...response, success: true, body };
    } catch (error) {
      return { ...response, success: false, message: (error as Error).message, body: {} };
    }
  }

  /** Sets the breakpoints of a script that is about to run, or that ran before the debugger was started. */
  async addScript(script: MappedScript): Promise<void> {
    try {
      if (this.started) await this.breakpoints.addScript(script);
    } catch {
      // The debugger was stopped in the meantime, so the cell runs without breakpoints.
    }
    this.post({ kind: "scriptKnown", url: script.url });
  }

  /**
   * Ends a paused cell after the evaluation that is running in it.
   * @param terminate makes V8 terminate the code
   * @returns whether a cell was paused
   */
  async endPause(terminate: () => void): Promise<boolean> {
    if (!this.pauses.paused) return false;
    await this.pausedEvaluation?.catch(() => {});
    terminate();
    // The resume fails when the front end resumed the cell just now.
    await this.pauses.resume().catch(() => {});
    return true;
  }

  private readonly handlers: Record<string, Handler> = {
    initialize: () => this.start(),
    attach: () => ({}),
    configurationDone: () => ({}),
    disconnect: () => this.stop(),
    debugInfo: () => this.info(),
    dumpCell: ({ code }) => ({ sourcePath: this.breakpoints.addCell(String(code)) }),
    setBreakpoints: async ({ source, breakpoints }) => {
      const { path } = source as { path: string };
      const lines = (breakpoints as { line: number }[]).map(({ line }) => line);
      const set = await this.breakpoints.set(path, lines);
      const shown = set.map((line, index) => {
        return { verified: line !== undefined, line: line ?? lines[index], source: { path } };
      });
      return { breakpoints: shown };
    },
    setExceptionBreakpoints: async ({ filters }) => {
      const chosen = filters as string[];
      const state = chosen.includes("raised") ? "all" : chosen.includes("uncaught") ? "uncaught" : "none";
      await this.inspector.post("Debugger.setPauseOnExceptions", { state });
      return {};
    },
    threads: () => ({ threads: [{ id: threadId, name: "Cells" }] }),
    stackTrace: () => {
      const stackFrames = this.pauses.frames.map(({ id, name, path, line, column }) => {
        return { id, name, line, column, source: { name: basename(path), path } };
      });
      return { stackFrames, totalFrames: stackFrames.length };
    },
    scopes: ({ frameId }) => ({
      scopes: this.pauses.scopes(Number(frameId)).map(({ name, objects }) => {
        return { name, expensive: false, variablesReference: this.variables.reference(objects) };
      }),
    }),
    variables: async ({ variablesReference }) => ({
      variables: await this.variables.children(Number(variablesReference)),
    }),
    continue: async () => {
      await this.pauses.resume();
      return { allThreadsContinued: true };
    },
    next: () => this.step("stepOver"),
    stepIn: () => this.step("stepInto"),
    stepOut: () => this.step("stepOut"),
    pause: async () => {
      await this.inspector.post("Debugger.pause");
      return {};
    },
    evaluate: async ({ expression, frameId }) => {
      const code = await this.script(String(expression));
      const evaluation = this.evaluate(code, frameId as number | undefined);
      if (this.pauses.paused) this.pausedEvaluation = evaluation;
      const result = await evaluation;
      return { ...this.variables.variable("", result), result: textOf(result) };
    },
    source: ({ source }) => {
      const { path } = source as { path: string };
      const content = this.breakpoints.code(path);
      if (content === undefined)
        throw new Error(`source: expected the path of a cell or a file, found "${path}".`);
      return { content, mimeType: "text/typescript" };
    },
    modules: () => {
      const modules = this.pauses.files.map((path, id) => ({ id, name: basename(path), path }));
      return { modules, totalModules: modules.length };
    },
    inspectVariables: async () => {
      if (!this.pauses.paused) await this.variables.clear();
      const variables = await Promise.all(
        (await this.names()).map(async (name) => {
          return this.variables.variable(writtenName(name), await this.evaluate(name).catch(nothing));
        }),
      );
      return { variables };
    },
    richInspectVariables: async ({ variableName, frameId }) => {
      const written = String(variableName);
      if (!identifier.test(written)) return { data: {}, metadata: {} };
      const name = (await this.names()).find((one) => writtenName(one) === written) ?? written;
      // A paused thread cannot await a MIME bundle.
      const code = this.pauses.paused
        ? `({ "text/plain": ${debuggee}.inspect(${name}) })`
        : `await ${host}.mimeBundle(${name})`;
      const { value } = await this.evaluate(code, frameId as number | undefined, true);
      return { data: value as JsonObject, metadata: {} };
    },
  };

  private async step(how: Parameters<Pauses["step"]>[0]): Promise<JsonObject> {
    await this.pauses.step(how);
    return {};
  }

  /** Returns the names that cells declared, as their scripts write them. */
  private async names(): Promise<string[]> {
    const { names } = await this.inspector.post<{ names: string[] }>("Runtime.globalLexicalScopeNames");
    return [...new Set(names)];
  }

  /** Returns the script of an expression or statements. It is rewritten as a cell is, so that names can be redeclared. */
  private async script(code: string): Promise<string> {
    this.redeclarations.reserve((await this.names()).map(writtenName));
    const source = parseExpression(code) ?? parseCell(code);
    return toScript(source, this.redeclarations, defaultSettings).text;
  }

  private async start(): Promise<JsonObject> {
    if (!this.started) {
      this.started = true;
      await this.inspector.post("Debugger.enable");
      await this.inspector.post("Debugger.setBlackboxPatterns", { patterns: foreign });
      this.post({ kind: "debug", on: true });
    }
    this.event("initialized", {});
    return {
      supportsConfigurationDoneRequest: true,
      supportsEvaluateForHovers: true,
      exceptionBreakpointFilters: [
        { filter: "raised", label: "Raised Exceptions", default: false },
        { filter: "uncaught", label: "Uncaught Exceptions", default: false },
      ],
    };
  }

  private async stop(): Promise<JsonObject> {
    this.started = false;
    this.post({ kind: "debug", on: false });
    await this.inspector.post("Debugger.disable");
    this.pauses.forget();
    this.breakpoints.clear();
    await this.variables.clear();
    return {};
  }

  private info(): JsonObject {
    return {
      isStarted: this.started,
      hashMethod: "Murmur2",
      hashSeed: sourceNames.seed,
      tmpFilePrefix: sourceNames.prefix,
      tmpFileSuffix: sourceNames.suffix,
      breakpoints: this.breakpoints.list(),
      stoppedThreads: this.pauses.paused ? [threadId] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: false,
    };
  }

  /** @throws {Error} with the first line of the error that the code threw */
  private async evaluate(
    code: string,
    frameId?: number,
    returnByValue = false,
  ): Promise<Runtime.RemoteObject> {
    const callFrameId = this.pauses.callFrame(frameId);
    const options = {
      expression: code,
      objectGroup,
      silent: true,
      returnByValue,
      generatePreview: !returnByValue,
      timeout: longest,
    };
    const { result, exceptionDetails } = await (callFrameId
      ? this.inspector.post<Evaluation>("Debugger.evaluateOnCallFrame", { ...options, callFrameId })
      : this.inspector.post<Evaluation>("Runtime.evaluate", {
          ...options,
          replMode: true,
          awaitPromise: true,
        }));
    if (!exceptionDetails) return result;
    throw new Error(exceptionDetails.exception?.description?.split("\n")[0] ?? exceptionDetails.text);
  }
}

/** Parses code as an expression, such as `{ a: 1 }`. Returns undefined for code that is no expression. */
function parseExpression(code: string): CellSource | undefined {
  try {
    return parseCell(`(${code}\n)`);
  } catch (error) {
    if (error instanceof CellSyntaxError) return undefined;
    throw error;
  }
}

/** Value of a name that has not been initialized. */
function nothing(): Runtime.RemoteObject {
  return { type: "undefined" };
}
