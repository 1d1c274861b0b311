// The MIME bundle by which a notebook shows a value.
import { displaySymbol, type MimeBundle } from "../host/display.js";
import { validBundle } from "../protocol/schema/mimeBundle.js";
import { pictureOf } from "./pictures.js";
import { valueBundle } from "./values/valueBundle.js";

/**
 * Returns the bundle of the value's own display method, else its picture, or else the text that Node's inspector prints.
 * @throws {JsonError} if the display method returns no valid bundle. It names the MIME type and the path.
 */
export async function mimeBundle(value: unknown): Promise<MimeBundle> {
  return bundleOf(value);
}

/** Returns the same as mimeBundle, without a promise where the display method returns none. */
export function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    displaySymbol in value
  ) {
    const method = (value as { [displaySymbol]: unknown })[displaySymbol];
    if (typeof method === "function") {
      const bundle = method.call(value) as MimeBundle | PromiseLike<MimeBundle> | undefined;
      if (!isPromise(bundle)) return orText(bundle, value);
      return Promise.resolve(bundle).then((made) => orText(made, value));
    }
  }
  return orText(undefined, value);
}

/** Returns true for a promise. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}

function orText(made: MimeBundle | undefined, value: unknown): MimeBundle | Promise<MimeBundle> {
  const bundle =
    made === undefined || made === null ? {} : validBundle(made, '[Symbol.for("Jupyter.display")]()');
  return Object.keys(bundle).length > 0 ? bundle : (pictureOf(value) ?? valueBundle(value));
}
