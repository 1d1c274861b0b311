// Breakpoints of cells and of files. A cell is known by its code, so a breakpoint stands in every script that code
// has become, also in one that is still to run.
import type { Debugger } from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beginningOfLine, type CellScript } from "./cellScript.js";
import { murmur2 } from "./codeHash.js";
import type { MainThreadInspector } from "./inspector.js";

/** How a front end names a cell's source by itself, with the hash of its code between the two. */
export const sourceNames = {
  seed: 0x6e6f7465,
  prefix: join(tmpdir(), `typescript-lab-${process.pid}-`),
  suffix: ".ts",
};

/** The path that stands for a cell; there is no such file. */
export function sourcePath(code: string): string {
  return `${sourceNames.prefix}${murmur2(code, sourceNames.seed)}${sourceNames.suffix}`;
}

export class Breakpoints {
  private readonly lines = new Map<string, readonly number[]>();
  private readonly placed = new Map<string, string[]>();
  private readonly scripts = new Map<string, CellScript>();
  private readonly codes = new Map<string, string>();

  constructor(private readonly inspector: MainThreadInspector) {}

  /** The breakpoints that are set, by source. */
  list(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.lines].map(([source, lines]) => ({
      source,
      breakpoints: lines.map((line) => ({ line })),
    }));
  }

  /** A cell's script by what V8 calls it. */
  script(url: string): CellScript | undefined {
    return this.scripts.get(url);
  }

  /** The code that a path stands for. */
  code(path: string): string | undefined {
    return this.codes.get(path);
  }

  /** Makes a cell's code known; gives its path. */
  addCode(code: string): string {
    const path = sourcePath(code);
    this.codes.set(path, code);
    return path;
  }

  /** Makes a cell's script known, which may not have run yet, and sets the breakpoints of its code in it. */
  async addScript(script: CellScript): Promise<void> {
    const path = this.addCode(script.code);
    this.scripts.set(script.url, script);
    const lines = this.lines.get(path) ?? [];
    const ids = await Promise.all(lines.map((line) => this.place(script, line)));
    this.placed.set(path, [...(this.placed.get(path) ?? []), ...ids.flat()]);
  }

  /**
   * Replaces the breakpoints of a source.
   * @param lines from 1
   * @returns the lines on which they are: where a cell's line has no code, the next that has some
   */
  async set(path: string, lines: readonly number[]): Promise<number[]> {
    for (const breakpointId of this.placed.get(path) ?? [])
      await this.inspector.post("Debugger.removeBreakpoint", { breakpointId });
    const code = this.codes.get(path)?.split("\n");
    const moved = code ? lines.map((line) => nextWithCode(code, line)) : lines;
    const set = [...new Set(moved)];
    if (set.length > 0) this.lines.set(path, set);
    else this.lines.delete(path);
    const scripts = [...this.scripts.values()].filter((script) => sourcePath(script.code) === path);
    const ids = await Promise.all(scripts.flatMap((script) => set.map((line) => this.place(script, line))));
    this.placed.set(path, ids.flat());
    return set;
  }

  clear(): void {
    for (const map of [this.lines, this.placed, this.scripts, this.codes]) map.clear();
  }

  private async place(script: CellScript, line: number): Promise<string[]> {
    const place = beginningOfLine(script, line - 1);
    if (!place) return [];
    const { breakpointId } = await this.inspector.post<Debugger.SetBreakpointByUrlReturnType>(
      "Debugger.setBreakpointByUrl",
      { url: script.url, lineNumber: place.line, columnNumber: place.column },
    );
    return [breakpointId];
  }
}

/** A line without code cannot be stopped at: the next one that has more than a comment. */
function nextWithCode(code: readonly string[], line: number): number {
  const next = code.findIndex((text, index) => index >= line - 1 && !/^\s*(?:\/\/.*)?$/.test(text));
  return next < 0 ? line : next + 1;
}
