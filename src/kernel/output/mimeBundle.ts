// A value as Jupyter shows it: an object may bring its own MIME bundle by a method named
// Symbol.for("Jupyter.display"); anything else is shown as Node's inspector prints it.
import { inspect } from "node:util";
import type { JsonObject } from "../protocol/messages.js";

/** The method that gives an object's MIME bundle; it may be asynchronous. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** Data by MIME type; binary types in base64. */
export type MimeBundle = JsonObject;

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
