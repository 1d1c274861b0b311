// The forms of the messages that the kernel sends, by message type. Every message of the main thread becomes text here, in
// the cell that sends it, so the protocol thread gets nothing that it cannot encode.
import { types } from "node:util";
import { JsonError } from "../../host/errors.js";
import type { Json, JsonObject } from "../../host/json.js";
import { bytesOf, isRecord, jsonError, toJson } from "../../host/toJson.js";
import type { EncodedMessage, Message } from "../messages.js";
import { validBundle } from "./mimeBundle.js";

/** Returns the valid value of a field. Throws a JsonError that has the field's name. */
type Field = (value: unknown, name: string) => Json | undefined;

const text: Field = (value, name) => {
  if (typeof value !== "string") throw jsonError(name, "a string", value, "pass a string");
  return toJson(value, name);
};
const flag: Field = (value) => value === true;
const texts: Field = (value) => [...(value as unknown[])].map((line) => String(line).toWellFormed());
const record: Field = (value = {}, name) => {
  const json = toJson(value, name);
  if (!isRecord(json)) throw jsonError(name, "an object", value, "pass an object");
  return json as JsonObject;
};
const optionalText: Field = (value, name) => (value === undefined ? undefined : text(value, name));
const transient: Field = (value = {}, name) => {
  const json = record(value, name) as JsonObject;
  return { ...json, display_id: optionalText(json.display_id, `${name}.display_id`) };
};

const display = { data: validBundle, metadata: record, transient };
const comm = { comm_id: text, data: record };

/** Fields of the contents whose values come from programs. Other fields hold any JSON value. */
const forms: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  display_data: display,
  update_display_data: display,
  execute_result: { data: validBundle, metadata: record },
  clear_output: { wait: flag },
  stream: { name: text, text },
  error: { ename: text, evalue: text, traceback: texts },
  comm_open: { ...comm, target_name: text },
  comm_msg: comm,
  comm_close: comm,
  input_request: { prompt: text, password: flag },
};

/**
 * Encodes a message.
 * @throws {JsonError} for content, metadata or buffers that the message type does not allow
 */
export function encodeMessage({
  identities,
  header,
  parentHeader,
  metadata,
  content,
  buffers,
}: Message): EncodedMessage {
  const form = forms[header.msg_type] ?? {};
  const fields = Object.entries({ ...content }).map(([name, value]) => {
    return [name, (Object.hasOwn(form, name) ? form[name]! : toJson)(value, name)] as const;
  });
  const parts = [header, parentHeader, record(metadata, "metadata"), Object.fromEntries(fields)];
  return {
    identities,
    parts: parts.map((part) => jsonText(part, header.msg_type)),
    buffers: validBuffers(buffers),
  };
}

function jsonText(part: unknown, type: string): string {
  try {
    return withoutToJson(() => JSON.stringify(part));
  } catch {
    // V8 limits the length of a string.
    throw new JsonError(`${type}: expected a message of at most 512 MB, found a larger one; send less.`);
  }
}

/** Calls `work` while objects and lists have no toJSON that a program gave to all of them. */
function withoutToJson<T>(work: () => T): T {
  const removed = [Object.prototype, Array.prototype].flatMap((prototype) => {
    const method = Object.getOwnPropertyDescriptor(prototype, "toJSON");
    return method && Reflect.deleteProperty(prototype, "toJSON") ? [{ prototype, method }] : [];
  });
  try {
    return work();
  } finally {
    for (const { prototype, method } of removed) Object.defineProperty(prototype, "toJSON", method);
  }
}

/** Returns bytes that can be sent to another thread without the rest of their ArrayBuffers. */
function validBuffers(buffers: unknown): Uint8Array[] {
  if (!Array.isArray(buffers)) throw jsonError("buffers", "an array of bytes", buffers, "pass an array");
  return buffers.map((buffer: unknown, i) => {
    if (!ArrayBuffer.isView(buffer) && !types.isAnyArrayBuffer(buffer))
      throw jsonError(`buffers[${i}]`, "a typed array or an ArrayBuffer", buffer, "pass bytes");
    try {
      const bytes = bytesOf(buffer);
      const isWhole = bytes.byteLength === bytes.buffer.byteLength && types.isArrayBuffer(bytes.buffer);
      return isWhole ? bytes : new Uint8Array(bytes);
    } catch {
      throw jsonError(`buffers[${i}]`, "bytes", "a detached ArrayBuffer", "keep it in this thread");
    }
  });
}
