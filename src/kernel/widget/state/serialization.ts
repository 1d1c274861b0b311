// How a trait's value is written on the wire and read back: references to widgets by id, dates by their parts.
// Bytes stay bytes here; buffers.ts takes them out.
import type { Trait } from "./traits.js";

/** A time of day, as the Time widget has it. */
export interface TimeOfDay {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly milliseconds: number;
}

/** A file that a reader gave to FileUpload. */
export interface UploadedFile {
  readonly name: string;
  /** MIME type as the browser guessed it. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly last_modified: number;
  readonly content: Uint8Array;
}

const reference = "IPY_MODEL_";

/** Writes a value: widgets anywhere in it become references, dates their parts. */
export function serialized(trait: Trait, value: unknown): unknown {
  if (trait.codec) return trait.codec.encode(value as never);
  if (value instanceof Date) return dateParts(trait.type, value);
  return withReferences(value);
}

/** Reads a value that the page sent; `find` gives the living widget of an id. */
export function deserialized(trait: Trait, value: unknown, find: (id: string) => unknown): unknown {
  if (trait.codec) return trait.codec.decode(value);
  if (trait.type === "bytes" && value instanceof Uint8Array) return value;
  if (isDate(trait.type) && value !== null) return fromParts(trait.type, value as DateParts);
  if (trait.items?.type === "object" && Array.isArray(value)) return value.map(withBytes);
  return withWidgets(value, find);
}

function withReferences(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if ("modelId" in value) return `${reference}${value.modelId}`;
  if (Array.isArray(value)) return value.map(withReferences);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item)]));
}

function withWidgets(value: unknown, find: (id: string) => unknown): unknown {
  if (typeof value === "string" && value.startsWith(reference))
    return find(value.slice(reference.length)) ?? value;
  return Array.isArray(value) ? value.map((item) => withWidgets(item, find)) : value;
}

/** An upload's content arrives as a view of the whole message; a copy of its own keeps no more than it needs. */
function withBytes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, item instanceof Uint8Array ? new Uint8Array(item) : item]),
  );
}

interface DateParts extends Partial<TimeOfDay> {
  readonly year: number;
  /** From 0, as JavaScript counts. */
  readonly month: number;
  readonly date: number;
}

function isDate(type: Trait["type"]): boolean {
  return type === "date" || type === "datetime" || type === "naive";
}

function dateParts(type: Trait["type"], value: Date): DateParts {
  if (type === "naive") {
    return {
      year: value.getFullYear(),
      month: value.getMonth(),
      date: value.getDate(),
      hours: value.getHours(),
      minutes: value.getMinutes(),
      seconds: value.getSeconds(),
      milliseconds: value.getMilliseconds(),
    };
  }
  const day = { year: value.getUTCFullYear(), month: value.getUTCMonth(), date: value.getUTCDate() };
  if (type === "date") return day;
  return {
    ...day,
    hours: value.getUTCHours(),
    minutes: value.getUTCMinutes(),
    seconds: value.getUTCSeconds(),
    milliseconds: value.getUTCMilliseconds(),
  };
}

function fromParts(type: Trait["type"], parts: DateParts): Date {
  const { year, month, date, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = parts;
  if (type === "naive") return new Date(year, month, date, hours, minutes, seconds, milliseconds);
  return new Date(Date.UTC(year, month, date, hours, minutes, seconds, milliseconds));
}
