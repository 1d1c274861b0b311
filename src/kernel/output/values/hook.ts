// A hook into Node's inspector, which prints values for the notebook. It has the inspector print a resource as one line,
// cut objects with many properties, and hide what the kernel itself has added to objects.
import { EventEmitter } from "node:events";
import { type InspectOptions, type InspectOptionsStylized, inspect, types } from "node:util";
import { factsOf } from "./summaries.js";

/** Symbols of AsyncLocalStorage on promises, timers and handles. They refer to the request that the code belongs to. */
const marks = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);
/** Properties of an emitter that hold its listeners. */
const ofEmitters = new Set(["_events", "_eventsCount", "_maxListeners", "domain"]);

type Hook = (this: object, depth: number, options: InspectOptionsStylized) => unknown;
let active: { readonly mostProperties: number } | undefined;

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
      return (active && printed(this, options)) ?? method?.call(this, depth, options) ?? this;
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

/** Returns the text of a resource, or of an object with many properties. Returns undefined for any other object. */
export function printed(value: object, options: InspectOptions): string | undefined {
  const facts = factsOf(value);
  if (facts)
    return `${nameOf(value)} ${inspect(present(facts), { ...options, depth: 1, breakLength: Infinity })}`;
  return headOf(value, options);
}

const hook: Hook = function (_depth, options) {
  try {
    const text = printed(this, options);
    if (text !== undefined) return text;
    if (types.isProxy(this)) return this;
    hideMarks(this);
    return this instanceof EventEmitter ? withoutListeners(this) : this;
  } catch {
    return this;
  }
};

function nameOf(value: object): string {
  const { name } = value.constructor ?? {};
  return typeof name === "string" && name !== "" ? name : "Object";
}

function present(facts: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** Returns the first properties of a large object, and the number of the others. */
function headOf(value: object, options: InspectOptions): string | undefined {
  if (types.isProxy(value)) return undefined;
  const most = active?.mostProperties ?? Number.POSITIVE_INFINITY;
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isMap(value) || types.isSet(value))
    return undefined;
  const names = Object.keys(value);
  if (names.length <= most) return undefined;
  const head = Object.create(Object.getPrototypeOf(value)) as object;
  for (const name of names.slice(0, most))
    Object.defineProperty(head, name, Object.getOwnPropertyDescriptor(value, name)!);
  const text = inspect(head, options);
  return `${text.replace(/,?\s*\}$/, "")},\n  ... ${count(names.length - most)} more properties\n}`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** Returns an emitter without the properties that hold its listeners. */
function withoutListeners(emitter: EventEmitter): object {
  if (!Object.hasOwn(emitter, "_events")) return emitter;
  const plain = Object.create(Object.getPrototypeOf(emitter)) as object;
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(emitter)))
    if (!ofEmitters.has(name)) Object.defineProperty(plain, name, descriptor);
  return plain;
}

/** Makes the symbols of AsyncLocalStorage on an object invisible to the inspector. */
export function hideMarks(value: object): void {
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (marks.has(symbol.description ?? "")) Object.defineProperty(value, symbol, { enumerable: false });
}
