// Breakpoints of cells and of files. A front end identifies a cell by its code. A breakpoint is set in every script of
// that code, also in a script that runs later.
import { readFileSync, statSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { pathToFileURL } from "node:url";
import { sourcePath } from "./cellScript.js";
import type { MainThreadInspector } from "./inspector.js";
import { beginningOfLine, type MappedScript, type Place } from "./mappedScript.js";

/** Sets the breakpoints of a front end in V8's scripts. */
export class Breakpoints {
  private readonly lines = new Map<string, readonly number[]>();
  private readonly placed = new Map<string, string[]>();
  private readonly scripts = new Map<string, MappedScript>();
  private readonly codes = new Map<string, string>();
  private watchesModules = false;

  constructor(private readonly inspector: MainThreadInspector) {}

  /** Returns all breakpoints by source. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.lines].map(([source, lines]) => ({
      source,
      breakpoints: lines.map((line) => ({ line })),
    }));
  }

  /** Returns a script by its name in V8. */
  script(url: string): MappedScript | undefined {
    return this.scripts.get(url);
  }

  /** Returns the code of a cell's path or of a file. */
  code(path: string): string | undefined {
    return this.codes.get(path) ?? (isFile(path) ? readFileSync(path, "utf8") : undefined);
  }

  /** Adds a cell and returns its path. */
  addCell(code: string): string {
    const path = sourcePath(code);
    this.codes.set(path, code);
    return path;
  }

  /** Adds a script, which may run later, and sets the breakpoints of its source in it. */
  async addScript(script: MappedScript): Promise<void> {
    const { path } = script;
    this.codes.set(path, script.code);
    this.scripts.set(script.url, script);
    await this.place(path, [script], this.lines.get(path) ?? []);
  }

  /**
   * Replaces the breakpoints of a source.
   * @param lines lines of the source, counted from 1
   * @returns the line of each breakpoint. A line without code moves to the next one with code, or is undefined.
   */
  async set(path: string, lines: readonly number[]): Promise<readonly (number | undefined)[]> {
    const placed = this.placed.get(path) ?? [];
    this.placed.delete(path);
    for (const breakpointId of placed)
      await this.inspector.post("Debugger.removeBreakpoint", { breakpointId });
    const code = this.code(path)?.split("\n");
    const moved = code ? lines.map((line) => nextWithCode(code, line)) : lines;
    const set = [...new Set(moved.filter((line) => line !== undefined))];
    if (set.length > 0) this.lines.set(path, set);
    else this.lines.delete(path);
    const scripts = [...this.scripts.values()].filter((script) => script.path === path);
    await this.place(path, scripts, set);
    if (isFile(path)) await this.placeInFile(path, scripts.length > 0 ? [] : set);
    return moved;
  }

  /** Forgets all breakpoints, scripts and cells. */
  clear(): void {
    this.watchesModules = false;
    for (const map of [this.lines, this.placed, this.scripts, this.codes]) map.clear();
  }

  /** Sets breakpoints in a module that may load later. V8 pauses a compiled module before its first line. */
  private async placeInFile(path: string, lines: readonly number[]): Promise<void> {
    for (const line of lines) await this.add(path, pathToFileURL(path).href, { line: line - 1, column: 0 });
    if (this.watchesModules) return;
    this.watchesModules = true;
    const instrumentation = "beforeScriptWithSourceMapExecution";
    await this.inspector.post("Debugger.setInstrumentationBreakpoint", { instrumentation });
  }

  private async place(
    path: string,
    scripts: readonly MappedScript[],
    lines: readonly number[],
  ): Promise<void> {
    for (const script of scripts) {
      for (const line of lines) {
        const place = beginningOfLine(script, line - 1);
        if (place) await this.add(path, script.url, place);
      }
    }
  }

  private async add(path: string, url: string, { line, column }: Place): Promise<void> {
    const { breakpointId } = await this.inspector.post<Debugger.SetBreakpointByUrlReturnType>(
      "Debugger.setBreakpointByUrl",
      { url, lineNumber: line, columnNumber: column },
    );
    this.placed.set(path, [...(this.placed.get(path) ?? []), breakpointId]);
  }
}

/** Returns the first line, from `line` on, that has more than a comment. */
function nextWithCode(code: readonly string[], line: number): number | undefined {
  const next = code.findIndex((text, index) => index >= line - 1 && !/^\s*(?:\/\/.*)?$/.test(text));
  return next < 0 ? undefined : next + 1;
}

/** Returns true for a regular file. A pipe or a device would block the thread that reads it. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
