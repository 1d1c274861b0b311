// Estimate of the length of a printed value, from which the limits of printing it follow.
import { inspect, types } from "node:util";
import { factsOf } from "./summaries.js";

/** Limits of the inspector, as in its options. */
export interface Limits {
  /** Levels of nested objects. */
  readonly depth: number;
  /** Elements of an array, entries of a Map or Set, and properties of an object. */
  readonly most: number;
}

const deepest = 4;
/** Largest estimates of data and of an instance of a class, which has internals, in characters. A line has about 40. */
const budgets = { data: 12_000, instance: 2000 };
/** Numbers of elements to try, from the usual one of Node. */
const lengths = [100, 30, 10];

/** Returns the limits by which a value prints in a few hundred lines at most. */
export function limitsOf(value: unknown): Limits {
  const budget = isInstance(value) ? budgets.instance : budgets.data;
  const tried = lengths.map((most) => {
    const costs = levels(value, most, budget);
    const depth = costs.findLastIndex((cost) => cost <= budget);
    return { depth: Math.max(depth, 0), most, enough: depth >= Math.min(costs.length - 1, 2) };
  });
  return tried.find(({ enough }) => enough) ?? tried.at(-1)!;
}

/**
 * Returns the estimates of a value printed with its first level, its first two levels and so on, in characters. Stops
 * behind the first one above the budget.
 */
function levels(value: unknown, most: number, budget: number): number[] {
  const costs: number[] = [];
  const seen = new Set<unknown>();
  let cost = 0;
  let level = [value];
  while (level.length > 0 && costs.length <= deepest && cost <= budget) {
    const next: unknown[] = [];
    for (const one of level) {
      if (seen.has(one)) continue;
      seen.add(one);
      for (const child of children(one, most)) {
        cost += lengthOf(child);
        if (Object(child) === child) next.push(child);
        if (cost > budget) break;
      }
      if (cost > budget) break;
    }
    costs.push(cost);
    level = next;
  }
  return costs;
}

function isInstance(value: unknown): boolean {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isMap(value) || types.isSet(value))
    return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return Math.min(value.length, 10_000) + 4;
  return typeof value === "object" || typeof value === "function" ? 20 : 8;
}

/** Returns the values that are printed inside a value. The name of a property counts, too. */
function* children(value: unknown, most: number): Generator<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return;
  if (types.isProxy(value) || factsOf(value)) return;
  if (typeof (value as { [inspect.custom]?: unknown })[inspect.custom] === "function") return;
  if (Array.isArray(value)) yield* value.slice(0, most);
  else if (ArrayBuffer.isView(value)) yield "x".repeat(Math.min(value.byteLength, most) * 4);
  else if (types.isSet(value) || types.isMap(value)) yield* firstOf(value, most);
  else {
    let left = most;
    for (const name in value) {
      if (left === 0) break;
      const own = Object.getOwnPropertyDescriptor(value, name);
      if (!own) continue;
      left -= 1;
      yield name;
      yield own.value;
    }
  }
}

function* firstOf(collection: Iterable<unknown>, most: number): Generator<unknown> {
  let left = most;
  for (const entry of collection) {
    if (left === 0) return;
    left -= 1;
    if (Array.isArray(entry)) yield* entry;
    else yield entry;
  }
}
