// Converts values of programs into JSON values for messages. All getters, proxies and toJSON methods run here, in the cell
// that sends the value, so a failure is an error of that cell.
import { types } from "node:util";
import { JsonError } from "./errors.js";
import type { Json } from "./json.js";

/** Keys and indices that lead to a value inside another one. */
export type JsonPath = (string | number)[];

/** Receives the bytes of a typed array, ArrayBuffer or DataView, and their path. */
export type TakeBytes = (bytes: Uint8Array, path: JsonPath) => void;

/** Largest nesting. Python's JSON parser, nbformat and nbconvert fail at a few hundred levels. */
const deepest = 200;
const ownProperty = { enumerable: true, writable: true, configurable: true };
/** Largest size of a message, in values. */
const most = 10_000_000;
/** Size of an object or list without its items, in values. A value may contain the same object many times. */
const weight = 16;

/**
 * Returns a value as JSON, as a new object that shares nothing with the value. A property that is undefined is omitted, an
 * array's item that is undefined is null. A BigInt is a number where that is exact, else a string. NaN and infinities are
 * null, as in JSON.stringify. A Map with string keys is an object, another Map a list of entries, a Set and a typed array
 * are lists. `toJSON` is called, so a Date is an ISO string. A lone surrogate is replaced by U+FFFD, because UTF-8 has no
 * form for it.
 * @param name name of the value in errors, such as "application/json"
 * @param takeBytes receives binary values, which are omitted from the result. Default: they become lists of numbers.
 * @throws {JsonError} with the path of a value that has no form in JSON: a function, a symbol, a Promise, a cycle, or a
 *   value that throws when it is read
 */
export function toJson(value: unknown, name: string, takeBytes?: TakeBytes): Json | undefined {
  return new Conversion(name, takeBytes).convert(value);
}

/** Returns the error about a value that is not the expected one. */
export function jsonError(place: string, expected: string, found: unknown, remedy: string): JsonError {
  return new JsonError(`${place}: expected ${expected}, found ${described(found)}; ${remedy}.`);
}

/** Returns the error about a value that threw when it was read. */
export function unreadable(place: string, error: unknown): JsonError {
  return new JsonError(
    `${place}: expected a value that can be read, found an error: ${messageOf(error)}; remove the value.`,
  );
}

/** Returns true for an object with named members, and false for a list. Throws for a revoked proxy. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

class Conversion {
  private readonly path: JsonPath = [];
  /** Objects that the current value is in. */
  private readonly around = new Set<object>();
  private count = 0;

  constructor(
    private readonly name: string,
    private readonly takeBytes: TakeBytes | undefined,
  ) {}

  convert(value: unknown): Json | undefined {
    this.grow(1);
    switch (typeof value) {
      case "string":
        return value.toWellFormed();
      case "number":
        return Number.isFinite(value) ? value : null;
      case "boolean":
      case "undefined":
        return value;
      case "bigint":
        return this.bigint(value);
      case "symbol":
        throw this.error("a JSON value", "a symbol", "use its description");
      case "function":
        throw this.error("a JSON value", "a function", "remove it, or call it and use the result");
      default:
        return value === null ? null : this.guarded(value as object);
    }
  }

  private grow(size: number): void {
    this.count += size;
    if (this.count > most) throw this.error(`at most ${most} values`, "more", "send less");
  }

  /** A program may define BigInt.prototype.toJSON, which JSON.stringify obeys. */
  private bigint(value: bigint): Json | undefined {
    if ("toJSON" in BigInt.prototype) return this.convert(Object(value));
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }

  private guarded(value: object): Json | undefined {
    if (this.around.has(value))
      throw this.error("a value without cycles", "an object that contains itself", "remove the reference");
    if (this.around.size >= deepest)
      throw this.error(`at most ${deepest} nested levels`, "more", "send a flatter value");
    this.grow(weight);
    this.around.add(value);
    try {
      return this.object(value);
    } catch (error) {
      if (error instanceof JsonError) throw error;
      throw unreadable(this.place, error);
    } finally {
      this.around.delete(value);
    }
  }

  private object(value: object): Json | undefined {
    // The toJSON of a Buffer is for Node only.
    if (Buffer.isBuffer(value)) return this.binary(value);
    const { toJSON } = value as { toJSON?: unknown };
    // A method of all objects or lists would also change those of the kernel.
    if (typeof toJSON !== "function" || isOfAll(toJSON)) return this.members(value);
    const made: unknown = toJSON.call(value, String(this.path.at(-1) ?? ""));
    // JSON.stringify does not call the method of the result, which may be the object itself.
    return typeof made === "object" && made !== null ? this.members(made) : this.convert(made);
  }

  private members(value: object): Json | undefined {
    if (types.isPromise(value)) throw this.error("a JSON value", "a Promise", "await it first");
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return this.binary(value);
    if (types.isBigIntObject(value)) return this.bigint(BigInt.prototype.valueOf.call(value));
    if (types.isBoxedPrimitive(value)) return this.convert(value.valueOf());
    if (Array.isArray(value)) return this.list(value);
    if (types.isSet(value)) return this.list([...Set.prototype.values.call(value)]);
    if (types.isMap(value)) {
      const keys = [...Map.prototype.keys.call(value)];
      if (!keys.every((key) => typeof key === "string"))
        return this.list([...Map.prototype.entries.call(value)]);
      return this.record(keys, (key) => Map.prototype.get.call(value, key));
    }
    return this.record(Object.keys(value), (key) => (value as Record<string, unknown>)[key]);
  }

  // The path names the item that is read until it is converted, so that `guarded` finds it there when the item throws.
  private list(values: ArrayLike<unknown>): Json[] {
    // A list may have a length of four billion without an item.
    if (values.length > most) this.grow(values.length);
    const list: Json[] = [];
    for (let i = 0; i < values.length; i++) {
      this.path.push(i);
      list.push(this.convert(values[i]) ?? null);
      this.path.pop();
    }
    return list;
  }

  private record(keys: readonly string[], read: (key: string) => unknown): Json {
    const record: { [key: string]: Json } = {};
    for (const key of keys) {
      this.path.push(key);
      const item = this.convert(read(key));
      this.path.pop();
      if (item === undefined) continue;
      // An assignment to __proto__ would set the prototype.
      if (key === "__proto__") Object.defineProperty(record, key, { ...ownProperty, value: item });
      else record[key.toWellFormed()] = item;
    }
    return record;
  }

  private binary(value: ArrayBufferView | ArrayBufferLike): Json | undefined {
    if (this.takeBytes) {
      this.takeBytes(bytesOf(value), [...this.path]);
      return undefined;
    }
    const isNumbers = ArrayBuffer.isView(value) && !types.isDataView(value);
    return this.list(isNumbers ? (value as Uint8Array) : bytesOf(value));
  }

  private error(expected: string, found: string, remedy: string): JsonError {
    return new JsonError(`${this.place}: expected ${expected}, found ${found}; ${remedy}.`);
  }

  private get place(): string {
    return this.name + pathText(this.path);
  }
}

/** Returns the bytes that a typed array, DataView or ArrayBuffer holds, without a copy. */
export function bytesOf(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

/** Returns a path as a program writes it, such as `.rows[3].year`. */
function pathText(path: JsonPath): string {
  return path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("");
}

/** Returns the message of a thrown value, which may throw itself. */
function messageOf(error: unknown): string {
  try {
    return String(error).slice(0, 200);
  } catch {
    return "a value that cannot be printed";
  }
}

/** Returns a short description of any value. */
function described(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (types.isProxy(value)) return "a Proxy";
  return Array.isArray(value) ? "an array" : "an object";
}

function isOfAll(toJSON: unknown): boolean {
  return [Object.prototype, Array.prototype].some(
    (prototype) => Object.getOwnPropertyDescriptor(prototype, "toJSON")?.value === toJSON,
  );
}
