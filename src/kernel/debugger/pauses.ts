// Pauses of cells: frames, scopes, steps and resuming.
import type { Debugger, Runtime } from "node:inspector";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../host/json.js";
import type { Breakpoints } from "./breakpoints.js";
import { fileScript, isOwnFile, kernelFolder } from "./fileScript.js";
import type { MainThreadInspector } from "./inspector.js";
import { placeInSource } from "./mappedScript.js";

/** A frame of the call stack. */
export interface Frame {
  /** A new number at each pause, because a front end takes a frame with the same number for unchanged. */
  readonly id: number;
  /** Name of the function. */
  readonly name: string;
  /** Path of the cell or the file. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly call: Debugger.CallFrame;
}

interface Listener {
  stopped(body: JsonObject): void;
  continued(): void;
}

/** A group of variables that a frame sees. */
export interface Scope {
  readonly name: string;
  /** Objects with the variables, the innermost first. */
  readonly objects: readonly Runtime.RemoteObject[];
}

/** Names of V8's scopes in a front end. The global scope has no entry, because it holds JavaScript's own globals. */
const scopeNames: Record<string, string> = {
  block: "Locals",
  catch: "Locals",
  local: "Locals",
  closure: "Closure",
  module: "Module",
  script: "Notebook",
};

/** Knows the frames of a paused cell and resumes it. */
export class Pauses {
  /** Frames of the paused cell, or none. */
  frames: readonly Frame[] = [];
  /** Names of the scripts in V8 by their ids. */
  private readonly urls = new Map<string, string>();
  /** Promises by script id that resolve when the breakpoints of a compiled module are set. */
  private readonly mapped = new Map<string, Promise<void>>();
  private stepping = false;
  private count = 0;

  constructor(
    private readonly inspector: MainThreadInspector,
    private readonly breakpoints: Breakpoints,
    private readonly listener: Listener,
  ) {
    inspector.onScript(({ scriptId, url, sourceMapURL = "" }) => {
      this.urls.set(scriptId, url);
      const script = fileScript(url, sourceMapURL);
      // Adding fails when the debugger was stopped in the meantime.
      if (script)
        this.mapped.set(
          scriptId,
          breakpoints.addScript(script).catch(() => {}),
        );
    });
    inspector.onPaused((event) => this.pausedAt(event));
    inspector.onResumed(() => {
      if (!this.paused) return;
      this.forget();
      listener.continued();
    });
  }

  /** Paths of the loaded modules that belong neither to the kernel nor to a package. */
  get files(): string[] {
    const own = [...this.urls.values()].filter(isOwnFile);
    return [...new Set(own.map((url) => this.breakpoints.script(url)?.path ?? fileURLToPath(url)))];
  }

  /** True while a cell is paused. */
  get paused(): boolean {
    return this.frames.length > 0;
  }

  /** Forgets the frames. */
  forget(): void {
    this.frames = [];
  }

  /** Returns V8's id of a frame, by default the innermost one. Returns undefined when no cell is paused. */
  callFrame(id?: number): string | undefined {
    const frame = this.frames.find((one) => one.id === id) ?? this.frames[0];
    return frame?.call.callFrameId;
  }

  /** Returns the scopes of a frame, the innermost first. The blocks and the function's own names are one scope. */
  scopes(id: number): Scope[] {
    const frame = this.frames.find((one) => one.id === id);
    const scopes: { name: string; objects: Runtime.RemoteObject[] }[] = [];
    for (const { type, object } of frame?.call.scopeChain ?? []) {
      const name = scopeNames[type];
      if (name === undefined) continue;
      const last = scopes.at(-1);
      if (last?.name === name) last.objects.push(object);
      else scopes.push({ name, objects: [object] });
    }
    return scopes;
  }

  /** Resumes the cell for one step. */
  async step(how: "stepOver" | "stepInto" | "stepOut"): Promise<void> {
    this.stepping = true;
    await this.inspector.post(`Debugger.${how}`);
  }

  /** Resumes the cell. */
  async resume(): Promise<void> {
    this.stepping = false;
    if (this.paused) await this.inspector.post("Debugger.resume");
  }

  private pausedAt({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    if (reason === "instrumentation") {
      // A compiled module is about to run. Its breakpoints must be set before.
      const { scriptId = "" } = (data ?? {}) as { scriptId?: string };
      void Promise.resolve(this.mapped.get(scriptId)).then(() => this.inspector.notify("Debugger.resume"));
      return;
    }
    if (!this.isOwn(callFrames[0]!)) {
      // A step left the code of cells and their modules.
      const isBelow = this.stepping && callFrames.some((call) => this.isOwn(call));
      this.inspector.notify(isBelow ? "Debugger.stepOut" : "Debugger.resume");
      return;
    }
    this.count += 1;
    this.frames = callFrames.flatMap((call, index) => {
      const place = this.place(call);
      return place
        ? [{ id: 1000 * this.count + index, name: call.functionName || "(cell)", ...place, call }]
        : [];
    });
    if (reason === "exception" || reason === "promiseRejection") {
      const { description = "" } = (data ?? {}) as { description?: string };
      this.listener.stopped({
        reason: "exception",
        description: "An exception",
        text: description.split("\n")[0],
      });
    } else if (hitBreakpoints.length > 0) this.listener.stopped({ reason: "breakpoint" });
    else this.listener.stopped({ reason: this.stepping ? "step" : "pause" });
  }

  private url({ location }: Debugger.CallFrame): string {
    return this.urls.get(location.scriptId) ?? "";
  }

  private isOwn(call: Debugger.CallFrame): boolean {
    const url = this.url(call);
    return this.breakpoints.script(url) !== undefined || isOwnFile(url);
  }

  /** Returns the position of a frame in a cell or a file. Returns undefined in the kernel and in Node. */
  private place(call: Debugger.CallFrame): Pick<Frame, "path" | "line" | "column"> | undefined {
    const url = this.url(call);
    const here = { line: call.location.lineNumber, column: call.location.columnNumber ?? 0 };
    const script = this.breakpoints.script(url);
    if (script) {
      const { line, column } = placeInSource(script, here);
      return { path: script.path, line: line + 1, column: column + 1 };
    }
    if (!url.startsWith("file:") || url.startsWith(kernelFolder)) return undefined;
    return { path: fileURLToPath(url), line: here.line + 1, column: here.column + 1 };
  }
}
