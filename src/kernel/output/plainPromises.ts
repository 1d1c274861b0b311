// Hides the properties that AsyncLocalStorage adds to promises. Node's inspector would print them together with the
// request that they refer to.
import { inspect } from "node:util";

const marks = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

/** Makes Node's inspector hide the properties of a promise before it prints it. */
export function hideMarksOfPromises(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    value(this: Promise<unknown>) {
      for (const symbol of Object.getOwnPropertySymbols(this))
        if (marks.has(symbol.description ?? "")) Object.defineProperty(this, symbol, { enumerable: false });
      return this;
    },
  });
}
