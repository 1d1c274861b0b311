// The MIME bundle by which a notebook shows a value.
import { inspect } from "node:util";
import { displaySymbol, type MimeBundle } from "../host/display.js";

/** Returns the bundle of the value's own display method, or else the text that Node's inspector prints. */
export async function mimeBundle(value: unknown): Promise<MimeBundle> {
  if (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    displaySymbol in value
  ) {
    const method = (value as { [displaySymbol]: unknown })[displaySymbol];
    if (typeof method === "function") {
      const bundle = (await method.call(value)) as MimeBundle | undefined;
      if (bundle && Object.keys(bundle).length > 0) return bundle;
    }
  }
  return { "text/plain": inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 }) };
}
