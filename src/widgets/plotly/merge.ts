// Changes of traces and layouts.
import { WidgetError } from "typescript-lab/widget";
import { isNumeric, type NumericArray } from "./arrays.js";
import { stepsOf } from "./paths.js";

/**
 * Returns a trace or a layout with changes by path, such as `"xaxis.range"`. Nested objects are merged.
 * @throws {WidgetError} for a malformed path, or an index that would leave a gap in a list
 */
export function patched<T>(base: T, patch: object): T {
  return Object.entries(patch).reduce<unknown>(
    (all, [path, value]) => changed(all, stepsOf(path), value, path),
    base,
  ) as T;
}

function changed(base: unknown, steps: readonly (string | number)[], value: unknown, path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return merged(base, value);
  if (typeof step === "string") {
    const object = isPlain(base) ? base : {};
    const member = Object.hasOwn(object, step) ? object[step] : undefined;
    return { ...object, [step]: changed(member, rest, value, path) };
  }
  const list = isNumeric(base) ? base.slice() : Array.isArray(base) ? [...base] : [];
  if (step > list.length)
    throw new WidgetError(
      `Figure: expected an index from 0 to ${list.length}, found ${step} in "${path}"; add the items before it first.`,
    );
  // The item after the last one of a typed array needs a list.
  const items: unknown[] | NumericArray = isNumeric(list) && step === list.length ? [...list] : list;
  items[step] = changed(items[step], rest, value, path) as number;
  return items;
}

/** Returns a value with a change: nested objects are merged, all other values replaced. */
export function merged<T>(base: T, patch: unknown): T {
  if (!isPlain(base) || !isPlain(patch)) return patch as T;
  const entries = Object.entries(patch).map(([key, value]) => [
    key,
    merged(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
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
