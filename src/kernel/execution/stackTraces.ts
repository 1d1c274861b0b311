// Stack traces of all errors in the process, thrown or printed. Frames name the lines of cells and of TypeScript files.
// Frames of the kernel and of Node's internals are removed.
import { readFileSync } from "node:fs";
import { findSourceMap } from "node:module";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolders } from "../modules/packageFolders.js";
import { cut } from "./longTexts.js";

interface FramePlace {
  /** Name of a cell, or path of a file. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** A place in the source of a user, counted from 1. */
export interface Place extends FramePlace {
  /** Text of the source, if it is known. */
  readonly text: string | undefined;
}

/** Returns the place in a cell for one in its script, or undefined for a script that is no cell. */
export type CellPlace = (script: string, line: number, column: number) => Place | undefined;

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

const kernel = new URL("..", import.meta.url).href;
const isHidden = (frame: string) =>
  /node:internal\/|node:(?:inspector|async_hooks)[:)]|new Promise \(<anonymous>\)/.test(frame) ||
  frame.includes(kernel);
/** Mark of Node's own errors, which Node prints as "TypeError [ERR_INVALID_ARG_TYPE]: …". */
const nodeError = "kIsNodeError";

/** Formats the stacks of errors. */
export class StackTraces {
  /** First place of each error in the source of a user. */
  private readonly places = new WeakMap<object, Place>();
  private readonly folders = packageFolders();

  constructor(private readonly cellPlace: CellPlace) {}

  /**
   * Sets `Error.prepareStackTrace`, which Node calls at the first access to `stack`. A function that other code sets
   * replaces it, until that code sets `undefined` or the function that it found.
   */
  install(): void {
    const own: Prepare = (error, sites) => this.format(error, sites);
    let used: Prepare | undefined;
    Object.defineProperty(Error, "prepareStackTrace", {
      configurable: true,
      enumerable: false,
      get: () => used ?? own,
      set(next: unknown) {
        used = typeof next === "function" ? (next as Prepare) : undefined;
      },
    });
  }

  /**
   * Returns the stack of an error with the places in cells and without hidden frames. A stack that other code formatted
   * needs it.
   */
  readable(stack: string): string {
    const lines = stack.split("\n").filter((line) => !/^\s+at /.test(line) || !isHidden(line));
    return lines.join("\n").replace(/(<\w+\[\d+\]>):(\d+):(\d+)/g, (text, script, line, column) => {
      const place = this.cellPlace(script, Number(line), Number(column));
      return place ? `${place.source}:${place.line}:${place.column}` : text;
    });
  }

  /** Returns the first place of an error in a cell or in a local module. Known after the first access to its stack. */
  placeOf(error: object): Place | undefined {
    return this.places.get(error);
  }

  private format(error: Error, sites: NodeJS.CallSite[]): string {
    const lines = [heading(error)];
    for (const site of sites) {
      try {
        const frame = this.frame(error, site);
        if (frame !== undefined) lines.push(`    at ${frame}`);
      } catch {
        lines.push(`    at ${site}`);
      }
    }
    return lines.join("\n");
  }

  /** Returns a frame as text, or undefined for one that is hidden. */
  private frame(error: Error, site: NodeJS.CallSite): string | undefined {
    const text = String(site);
    if (isHidden(text)) return undefined;
    const script = site.getScriptNameOrSourceURL() ?? "";
    // V8 names the script that called `eval` by an address that nobody knows.
    if (site.isEval() && text.includes("(eval at "))
      return text.replace(/\(eval at .*, (?=<anonymous>)/s, "(");
    const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0];
    const place = this.cellPlace(script, line, column) ?? originalPlace(script, line, column);
    const library = this.pathInLibrary(script);
    if (place && library === undefined && !this.places.has(error)) this.places.set(error, place);
    const at = library === undefined ? place : inLibrary(library, { source: script, line, column }, place);
    return at
      ? text.replace(`${script}:${line}:${column}`, () => `${at.source}:${at.line}:${at.column}`)
      : text;
  }

  /** Returns name of the package and path in it for a script of the lab's packages, or undefined for another script. */
  private pathInLibrary(script: string): string | undefined {
    const path = script.startsWith("file:") ? fileURLToPath(script) : script;
    for (const folder of this.folders) {
      const inside = path.startsWith(folder) ? path.slice(folder.length).replace(/^[\\/]+/, "") : "";
      const [, dependency] = /^node_modules[\\/](?:.*[\\/]node_modules[\\/])?(.+)$/s.exec(inside) ?? [];
      if (dependency !== undefined) return dependency;
      if (/^dist[\\/]/.test(inside)) return `${packageName(folder)}${inside.slice("dist".length)}`;
    }
    return undefined;
  }
}

/** Returns a place with the path in a package. A bundle keeps its own lines, because its sources are not installed. */
function inLibrary(path: string, generated: FramePlace, original: FramePlace | undefined): FramePlace {
  const name = path.slice(0, -extname(path).length);
  if (!original || basename(original.source, extname(original.source)) !== basename(name))
    return { ...generated, source: path };
  return { ...original, source: name + extname(original.source) };
}

function packageName(folder: string): string {
  const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: string };
  return name ?? basename(folder);
}

/** Returns name and message of an error, where a long message is cut. Its properties may throw. */
function heading(error: Error): string {
  try {
    const { name } = error;
    const message = typeof error.message === "string" ? cut(error.message) : error.message;
    if (!isNodeError(error)) return Error.prototype.toString.call({ name, message });
    return `${name} [${(error as NodeJS.ErrnoException).code}]: ${message}`;
  } catch {
    return "Error";
  }
}

function isNodeError(error: object): boolean {
  if (Object.getOwnPropertySymbols(error).some(({ description }) => description === nodeError)) return true;
  const prototype: unknown = Object.getPrototypeOf(error);
  return prototype instanceof Error && isNodeError(prototype);
}

/** Returns the place in the source that a script was compiled from, or undefined for a script without source map. */
function originalPlace(script: string, line: number, column: number): Place | undefined {
  const map = /^(?:file:|\/|[A-Za-z]:\\)/.test(script) ? findSourceMap(script) : undefined;
  if (!map) return undefined;
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  const { sources, sourcesContent } = map.payload;
  const source = originalSource.startsWith("file:") ? fileURLToPath(originalSource) : originalSource;
  const index = sources.length === 1 ? 0 : sources.indexOf(originalSource);
  const text = sourcesContent?.[index];
  return { source, line: originalLine + 1, column: originalColumn + 1, text };
}
