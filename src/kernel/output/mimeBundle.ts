// The MIME bundle by which a notebook shows a value.
import { displaySymbol, type MimeBundle } from "../host/display.js";
import { pictureOf } from "./pictures.js";
import { valueBundle } from "./values/valueBundle.js";

/** Returns the bundle of the value's own display method, else its picture, or else the text that Node's inspector prints. */
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

function orText(bundle: MimeBundle | undefined, value: unknown): MimeBundle | Promise<MimeBundle> {
  if (bundle && Object.keys(bundle).length > 0) return bundle;
  return pictureOf(value) ?? valueBundle(value);
}
