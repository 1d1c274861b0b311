// Breakpoints of cells and of files. A cell is known by its code, so a breakpoint stands in every script that this
// code has become, also in one that is still to run.
import { existsSync, readFileSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { pathToFileURL } from "node:url";
import { sourcePath } from "./cellScript.js";
import type { MainThreadInspector } from "./inspector.js";
import { beginningOfLine, type MappedScript, type Place } from "./mappedScript.js";

export class Breakpoints {
  private readonly lines = new Map<string, readonly number[]>();
  private readonly placed = new Map<string, string[]>();
  private readonly scripts = new Map<string, MappedScript>();
  private readonly codes = new Map<string, string>();
  private watchesModules = false;

  constructor(private readonly inspector: MainThreadInspector) {}

  /** The breakpoints that are set, by source. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.lines].map(([source, lines]) => ({
      source,
      breakpoints: lines.map((line) => ({ line })),
    }));
  }

  /** A script by what V8 calls it. */
  script(url: string): MappedScript | undefined {
    return this.scripts.get(url);
  }

  /** The code that a path stands for. */
  code(path: string): string | undefined {
    return this.codes.get(path) ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  }

  /** Makes a cell's code known; gives its path. */
  addCell(code: string): string {
    const path = sourcePath(code);
    this.codes.set(path, code);
    return path;
  }

  /** Makes a script known, which may not have run yet, and sets the breakpoints of its source in it. */
  async addScript(script: MappedScript): Promise<void> {
    const { path } = script;
    this.codes.set(path, script.code);
    this.scripts.set(script.url, script);
    await this.place(path, [script], this.lines.get(path) ?? []);
  }

  /**
   * Replaces the breakpoints of a source.
   * @param lines from 1
   * @returns for each the line on which it is: where a line has no code, the next that has some, if any has
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
    if (existsSync(path)) await this.placeInFile(path, scripts.length > 0 ? [] : set);
    return moved;
  }

  clear(): void {
    this.watchesModules = false;
    for (const map of [this.lines, this.placed, this.scripts, this.codes]) map.clear();
  }

  /** A module may still be to come: run as it was written, or compiled, which is told before its first line runs. */
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

/** A line without code cannot be stopped at: the next one that has more than a comment. */
function nextWithCode(code: readonly string[], line: number): number | undefined {
  const next = code.findIndex((text, index) => index >= line - 1 && !/^\s*(?:\/\/.*)?$/.test(text));
  return next < 0 ? undefined : next + 1;
}
