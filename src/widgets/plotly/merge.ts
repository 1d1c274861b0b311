// Changes of traces and layout: nested objects are merged, everything else is replaced.
import { isNumeric, type NumericArray } from "./arrays.js";

export function merged<T>(base: T, patch: unknown): T {
  if (!isPlain(base) || !isPlain(patch)) return patch as T;
  const entries = Object.entries(patch).map(([key, value]) => [key, merged(base[key], value)]);
  return { ...base, ...Object.fromEntries(entries) } as T;
}

/** Two lists one after the other, at most the last `most` of them; typed arrays stay what they are. */
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
