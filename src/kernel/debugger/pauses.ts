// Where a cell stands still, and how it goes on.
import type { Debugger, Runtime } from "node:inspector";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../host/json.js";
import type { Breakpoints } from "./breakpoints.js";
import { fileScript, isOwnFile, kernelFolder } from "./fileScript.js";
import type { MainThreadInspector } from "./inspector.js";
import { placeInSource } from "./mappedScript.js";

export interface Frame {
  /** Another one at each pause: a front end takes a frame with the same number for unchanged. */
  readonly id: number;
  readonly name: string;
  readonly path: string;
  /** From 1, as `column`. */
  readonly line: number;
  readonly column: number;
  readonly call: Debugger.CallFrame;
}

interface Listener {
  stopped(body: JsonObject): void;
  continued(): void;
}

/** What a front end shows together of what a frame sees. */
export interface Scope {
  readonly name: string;
  /** The innermost first. */
  readonly objects: readonly Runtime.RemoteObject[];
}

/** JavaScript's own globals are left out. */
const scopeNames: Record<string, string> = {
  block: "Locals",
  catch: "Locals",
  local: "Locals",
  closure: "Closure",
  module: "Module",
  script: "Notebook",
};

export class Pauses {
  frames: readonly Frame[] = [];
  /** What V8 calls each script; a frame names only its number. */
  private readonly urls = new Map<string, string>();
  /** Of compiled modules, when their breakpoints are set. */
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
      // Where the debugger is stopped meanwhile, there is nothing to stop at.
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

  /** The person's own modules that were loaded. */
  get files(): string[] {
    const own = [...this.urls.values()].filter(isOwnFile);
    return [...new Set(own.map((url) => this.breakpoints.script(url)?.path ?? fileURLToPath(url)))];
  }

  get paused(): boolean {
    return this.frames.length > 0;
  }

  forget(): void {
    this.frames = [];
  }

  /** The id by which V8 knows a frame; the innermost one when none is named, nothing when no cell stands still. */
  callFrame(id?: number): string | undefined {
    const frame = this.frames.find((one) => one.id === id) ?? this.frames[0];
    return frame?.call.callFrameId;
  }

  /** What a frame sees, the innermost first: the blocks that it is in and its function's own names as one. */
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

  async step(how: "stepOver" | "stepInto" | "stepOut"): Promise<void> {
    this.stepping = true;
    await this.inspector.post(`Debugger.${how}`);
  }

  async resume(): Promise<void> {
    this.stepping = false;
    if (this.paused) await this.inspector.post("Debugger.resume");
  }

  private pausedAt({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    if (reason === "instrumentation") {
      // A compiled module is about to run for the first time.
      const { scriptId = "" } = (data ?? {}) as { scriptId?: string };
      void Promise.resolve(this.mapped.get(scriptId)).then(() => this.inspector.tell("Debugger.resume"));
      return;
    }
    if (!this.isOwn(callFrames[0]!)) {
      // Stepped out of the person's code.
      const isBelow = this.stepping && callFrames.some((call) => this.isOwn(call));
      this.inspector.tell(isBelow ? "Debugger.stepOut" : "Debugger.resume");
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

  /** Where a frame is in what a person can read; undefined in the kernel and in Node. */
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
