// The Debug Adapter Protocol, as front ends speak it over `debug_request`, in terms of V8's inspector. It works on
// the protocol thread, since the main thread stands still at a breakpoint.
import type { Runtime } from "node:inspector";
import { basename } from "node:path";
import { stripTypes } from "../execution/strip.js";
import { debuggeeSymbol, hostSymbol } from "../host.js";
import type { JsonObject, ToMain } from "../protocol/messages.js";
import { Breakpoints } from "./breakpoints.js";
import { sourceNames } from "./cellScript.js";
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

/** All cells run on one thread. */
const threadId = 1;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const [host, debuggee] = [hostSymbol, debuggeeSymbol].map(
  ({ description }) => `globalThis[Symbol.for("${description}")]`,
);
/** What is not stepped into: the kernel and Node itself. */
const foreign = ["^node:", `^${new URL("..", import.meta.url).href.replace(/[.+?]/g, "\\$&")}`];

export class DebugAdapter {
  private started = false;
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly pauses: Pauses;

  /**
   * @param tell tells the main thread whether cells are debugged
   * @param event publishes an event of the protocol
   */
  constructor(
    private readonly inspector: MainThreadInspector,
    private readonly tell: (message: ToMain) => void,
    private readonly event: (event: string, body: JsonObject) => void,
  ) {
    this.breakpoints = new Breakpoints(inspector);
    this.variables = new Variables(inspector);
    this.pauses = new Pauses(inspector, this.breakpoints, {
      stopped: (body) => {
        void this.evaluate(`${debuggee}.flush()`).catch(() => {});
        event("stopped", { ...body, threadId, allThreadsStopped: true });
      },
      continued: () => {
        // What was looked at is not kept alive.
        void this.variables.clear().catch(() => {});
        event("continued", { threadId, allThreadsContinued: true });
      },
    });
  }

  /** Gives the response to a request; one that says why where it cannot be fulfilled. */
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

  /** A cell is about to run (or ran before the debugger was started) as this script. */
  async know(script: MappedScript): Promise<void> {
    try {
      if (this.started) await this.breakpoints.addScript(script);
    } catch {
      // The debugger was stopped meanwhile; the cell runs without.
    }
    this.tell({ kind: "scriptKnown", url: script.url });
  }

  /** Lets a cell that stands still run, and stop nowhere for a while, so that it can be interrupted. */
  release(): Promise<void> {
    return this.pauses.release();
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
      return { breakpoints: set.map((line) => ({ verified: true, line, source: { path } })) };
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
    next: () => this.pauses.step("stepOver"),
    stepIn: () => this.pauses.step("stepInto"),
    stepOut: () => this.pauses.step("stepOut"),
    pause: async () => {
      await this.inspector.post("Debugger.pause");
      return {};
    },
    evaluate: async ({ expression, frameId }) => {
      const code = stripTypes(String(expression).replace(/^\s*\{.*\}\s*$/s, "($&)"), "typescript").text;
      const result = await this.evaluate(code, frameId as number | undefined);
      return { ...this.variables.variable("", result), result: textOf(result) };
    },
    source: ({ source }) => {
      const { path } = source as { path: string };
      const content = this.breakpoints.code(path);
      if (content === undefined) throw new Error(`There is no source ${path}.`);
      return { content, mimeType: "text/typescript" };
    },
    modules: () => {
      const modules = this.pauses.files.map((path, id) => ({ id, name: basename(path), path }));
      return { modules, totalModules: modules.length };
    },
    inspectVariables: async () => {
      if (!this.pauses.paused) await this.variables.clear();
      const { names } = await this.inspector.post<{ names: string[] }>("Runtime.globalLexicalScopeNames");
      const variables = await Promise.all(
        names.map(async (name) => this.variables.variable(name, await this.evaluate(name).catch(nothing))),
      );
      return { variables };
    },
    richInspectVariables: async ({ variableName, frameId }) => {
      const name = String(variableName);
      if (!identifier.test(name)) return { data: {}, metadata: {} };
      // At a breakpoint nothing can be waited for, and a MIME bundle may have to be.
      const code = this.pauses.paused
        ? `({ "text/plain": ${debuggee}.inspect(${name}) })`
        : `await ${host}.mimeBundle(${name})`;
      const { value } = await this.evaluate(code, frameId as number | undefined, true);
      return { data: value as JsonObject, metadata: {} };
    },
  };

  private async start(): Promise<JsonObject> {
    if (!this.started) {
      this.started = true;
      await this.inspector.post("Debugger.enable");
      await this.inspector.post("Debugger.setBlackboxPatterns", { patterns: foreign });
      this.tell({ kind: "debug", on: true });
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
    this.tell({ kind: "debug", on: false });
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

  /** @throws {Error} what the code threw. */
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

/** What stands for a name that has no value yet. */
function nothing(): Runtime.RemoteObject {
  return { type: "undefined" };
}
