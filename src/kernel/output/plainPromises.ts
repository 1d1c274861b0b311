// Hides the properties that AsyncLocalStorage adds to promises. Node's inspector would print them together with the
// request that they refer to.
import { inspect } from "node:util";
import { hideMarks } from "./values/hook.js";

/** Makes Node's inspector hide the properties of a promise before it prints it. */
export function hideMarksOfPromises(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    value(this: Promise<unknown>) {
      hideMarks(this);
      return this;
    },
  });
}
