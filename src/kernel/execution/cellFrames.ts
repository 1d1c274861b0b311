// Stack traces that name the cell and line: V8 numbers the lines of stripped scripts, which this translates back
// while a trace is made, so that `error.stack` is right wherever it is printed. The kernel's own frames are left out.

/** The line and column (both from 1) of a cell's source that a place of its script came from. */
export type ScriptPosition = (line: number, column: number) => { line: number; column: number };

/** `Cell[3]`, how V8 knows a cell (its names take no spaces); people read `Cell [3]`. */
const cellFrame = /Cell\[([^\]]*)\]:(\d+):(\d+)/g;
const internal =
  /\(?node:(internal|inspector|async_hooks)|[/\\](dist|src)[/\\]kernel[/\\]|at new Promise \(<anonymous>\)/;

const positions = new Map<string, ScriptPosition>();

/** What V8 is to call a cell's script. */
export function scriptName(label: string): string {
  return `Cell[${label}]`;
}

/** Remembers how the lines of a cell's script translate. */
export function registerCell(label: string, position: ScriptPosition): void {
  positions.set(label, position);
}

/** Has V8 make traces as described above. */
export function translateStackTraces(): void {
  Error.prepareStackTrace = (error, trace) => {
    let head = "Error";
    try {
      head = Error.prototype.toString.call(error);
    } catch {
      // An error whose name or message throws has no better head.
    }
    return [
      head,
      ...trace
        .map((site) => `    at ${site}`)
        .filter(isOwnFrame)
        .map(translate),
    ].join("\n");
  };
}

/** Whether a line of a trace is of a person's code or a package, not of the kernel or of Node. */
export function isOwnFrame(line: string): boolean {
  return !internal.test(line);
}

/** Names the cell, line and column in a line of a trace. */
export function translate(line: string): string {
  return line
    .replace(cellFrame, (_, label: string, row: string, column: string) => {
      const at = positions.get(label)?.(Number(row), Number(column)) ?? { line: row, column };
      return `Cell [${label}]:${at.line}:${at.column}`;
    })
    .replace(/at (async )?REPL\d+ \((.*)\)$/, "at $1$2");
}

/** The label of the newest cell frame in a trace. */
export function cellLabel(stack: string): string | undefined {
  return /Cell \[([^\]]*)\]:\d/.exec(stack)?.[1];
}
