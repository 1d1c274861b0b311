// A hook into Node's inspector, which prints values for the notebook. It has the inspector print a resource as one line,
// cut objects with many properties, and hide what the kernel itself has added to objects.
import { type InspectOptions, type InspectOptionsStylized, inspect, types } from "node:util";
import { factsOf } from "./summaries.js";

/** Symbols of AsyncLocalStorage on promises, timers and handles. They refer to the request that the code belongs to. */
const marks = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);
type Hook = (this: object, depth: number, options: InspectOptionsStylized) => unknown;
let active: { readonly mostProperties: number } | undefined;
/** Objects that are printed in part. The inspector does not know them, so it would not find a cycle through them. */
const printing = new Set<object>();

/**
 * Installs the hook. Code that reads `object[inspect.custom]` finds it only while `withHook` runs, so it does not affect
 * calls of `util.inspect` in cells.
 */
export function installHook(): void {
  const property = {
    configurable: true,
    get: () => (active ? hook : undefined),
    set(this: object, value: unknown) {
      Object.defineProperty(this, inspect.custom, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    },
  };
  Object.defineProperty(Object.prototype, inspect.custom, property);
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  wrapMethod(Object.getPrototypeOf(timer) as object);
}

/** Hooks into the method of a class that prints itself, with its internals. */
function wrapMethod(prototype: object): void {
  const method = (prototype as { [inspect.custom]?: Hook })[inspect.custom];
  Object.defineProperty(prototype, inspect.custom, {
    configurable: true,
    writable: true,
    value(this: object, depth: number, options: InspectOptionsStylized) {
      return (active && printed(this, { ...options, depth })) ?? method?.call(this, depth, options) ?? this;
    },
  });
}

/**
 * Runs code that prints values, with the hook.
 * @param mostProperties largest number of properties of an object that are printed
 */
export function withHook<T>(mostProperties: number, print: () => T): T {
  const before = active;
  active = { mostProperties };
  try {
    return print();
  } finally {
    active = before;
  }
}

/**
 * Returns the text of a resource, of an emitter of events, or of an object with many properties. Returns undefined for any
 * other object.
 * @param options those of the inspector, where `depth` is the number of levels that are left
 */
export function printed(value: object, options: InspectOptions): string | undefined {
  if (types.isProxy(value) || typeof value === "function") return undefined;
  const facts = factsOf(value);
  if (facts)
    return `${nameOf(value)} ${inspect(present(facts), { ...options, depth: 1, breakLength: Infinity })}`;
  return printing.has(value) ? "[Circular]" : partOf(value, options);
}

const hook: Hook = function (depth, options) {
  // The inspector prints the name of the class only.
  if (depth < 0 && options.depth !== null) return this;
  try {
    const left = options.depth === null ? null : depth;
    const text = printed(this, { ...options, depth: left });
    if (text !== undefined) return text;
    if (!types.isProxy(this)) hideMarks(this);
  } catch {
    // The object is printed as it is.
  }
  return this;
};

function nameOf(value: object): string {
  const { name } = value.constructor ?? {};
  return typeof name === "string" && name !== "" ? name : "Object";
}

function present(facts: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** Returns the text of an object whose properties are too many, or are in part those of an emitter. */
function partOf(value: object, options: InspectOptions): string | undefined {
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isMap(value) || types.isSet(value))
    return undefined;
  const all = Object.keys(value);
  const isEmitter = Object.hasOwn(value, "_events") && Object.hasOwn(value, "_eventsCount");
  const names = isEmitter ? all.filter((name) => !/^_|^domain$/.test(name)) : all;
  const shown = names.slice(0, active?.mostProperties);
  if (shown.length === all.length) return undefined;
  const part = Object.create(Object.getPrototypeOf(value)) as object;
  for (const name of shown) Object.defineProperty(part, name, Object.getOwnPropertyDescriptor(value, name)!);
  printing.add(value);
  try {
    return withCount(inspect(part, options), names.length - shown.length);
  } finally {
    printing.delete(value);
  }
}

/** Adds the number of the properties that the text of an object does not have. */
function withCount(text: string, more: number): string {
  if (more === 0) return text;
  return `${text.replace(/,?\s*\}$/, "")},\n  ... ${more.toLocaleString("en-US")} more properties\n}`;
}

/** Makes the symbols of AsyncLocalStorage on an object invisible to the inspector. */
export function hideMarks(value: object): void {
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (marks.has(symbol.description ?? "")) Reflect.defineProperty(value, symbol, { enumerable: false });
}

/** Hides the symbols on an object and on those inside it, some levels deep. `console.dir` runs no hook. */
export function hideMarksBelow(value: unknown, levels = 4): void {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return;
  hideMarks(value);
  if (levels === 0) return;
  for (const key of Reflect.ownKeys(value).slice(0, 100))
    hideMarksBelow(Object.getOwnPropertyDescriptor(value, key)?.value, levels - 1);
}
