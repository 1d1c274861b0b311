// The functions of the main thread that the debugger calls while a cell is paused.

/** Key of the debuggee in `globalThis`. */
export const debuggeeSymbol: unique symbol = Symbol.for("jupyter.kernel.debuggee");

/** The object at `debuggeeSymbol`. */
export interface Debuggee {
  /** Returns the text of a value. */
  inspect(value: unknown): string;
}
