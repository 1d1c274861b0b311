// Converts trait values to JSON and back. Widgets become references by id, dates become objects of their parts. Bytes stay
// bytes, and buffers.ts separates them.
import type { Trait } from "./traits.js";

/** A time of day: the value of the Time widget. */
export interface TimeOfDay {
  /** 0 to 23. */
  readonly hours: number;
  /** 0 to 59. */
  readonly minutes: number;
  /** 0 to 59. */
  readonly seconds: number;
  /** 0 to 999. */
  readonly milliseconds: number;
}

/** A file that a user uploaded with FileUpload. */
export interface UploadedFile {
  /** Name without a folder. */
  readonly name: string;
  /** MIME type, as the browser detected it. */
  readonly type: string;
  /** Size in bytes. */
  readonly size: number;
  /** Time of the last change, in ms since 1970. */
  readonly last_modified: number;
  /** Bytes of the file. */
  readonly content: Uint8Array;
}

const reference = "IPY_MODEL_";

/** Returns a value in the form that the page reads. */
export function serialized(trait: Trait, value: unknown): unknown {
  if (trait.codec) return trait.codec.encode(value as never);
  if (value instanceof Date && isDate(trait.type)) return dateParts(trait.type, value);
  return withReferences(value);
}

/**
 * Returns a value that the page sent.
 * @param find returns the widget that has a model id
 */
export function deserialized(trait: Trait, value: unknown, find: (id: string) => unknown): unknown {
  if (trait.codec) return trait.codec.decode(value);
  if (trait.type === "bytes" && value instanceof Uint8Array) return value;
  if (isDate(trait.type) && value !== null) return fromParts(trait.type, value as DateParts);
  if (trait.items?.type === "object" && Array.isArray(value)) return value.map(withBytes);
  return withWidgets(value, find);
}

/** Replaces widgets. The objects `around` the value end a cycle, which is an error when the state is sent. */
function withReferences(value: unknown, around: readonly object[] = []): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if ("modelId" in value) return `${reference}${value.modelId}`;
  if (around.includes(value)) return value;
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((item) => withReferences(item, inside));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, inside)]));
}

function withWidgets(value: unknown, find: (id: string) => unknown): unknown {
  if (typeof value === "string" && value.startsWith(reference))
    return find(value.slice(reference.length)) ?? value;
  return Array.isArray(value) ? value.map((item) => withWidgets(item, find)) : value;
}

/** Copies the content of an upload, which is a view of the whole message, so that the message can be freed. */
function withBytes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, item instanceof Uint8Array ? new Uint8Array(item) : item]),
  );
}

interface DateParts extends Partial<TimeOfDay> {
  readonly year: number;
  /** Counted from 0. */
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
  // The constructor takes a year below 100 for one of the 20th century.
  const moment = new Date(0);
  if (type === "naive") {
    moment.setFullYear(year, month, date);
    moment.setHours(hours, minutes, seconds, milliseconds);
  } else {
    moment.setUTCFullYear(year, month, date);
    moment.setUTCHours(hours, minutes, seconds, milliseconds);
  }
  return moment;
}
