// Changes of traces and layouts.
import { isNumeric, type NumericArray } from "./arrays.js";

/** Returns a value with a change: nested objects are merged, all other values replaced. */
export function merged<T>(base: T, patch: unknown): T {
  if (!isPlain(base) || !isPlain(patch)) return patch as T;
  const entries = Object.entries(patch).map(([key, value]) => [key, merged(base[key], value)]);
  return { ...base, ...Object.fromEntries(entries) } as T;
}

/** Returns the last `most` values of two lists in a row. A typed array stays a typed array of its class. */
export function extended(
  before: readonly unknown[] | NumericArray = [],
  more: readonly unknown[] | NumericArray,
  most = Infinity,
): readonly unknown[] | NumericArray {
  const start = Math.max(0, before.length + more.length - most);
  if (!isNumeric(before)) return [...before, ...more].slice(start);
  const all = new (before.constructor as new (length: number) => NumericArray)(before.length + more.length);
  all.set(before);
  all.set(more as ArrayLike<number>, before.length);
  return all.slice(start);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
