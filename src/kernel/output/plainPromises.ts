// AsyncLocalStorage leaves its marks as properties on every promise, and Node's inspector would print them with
// the request that they lead to. A promise that is shown or printed has them hidden first.
import { inspect } from "node:util";

const marks = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

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
