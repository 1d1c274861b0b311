// Converts messages to ZeroMQ frames and back by the wire protocol of Jupyter. The frames are: identities, <IDS|MSG>,
// signature (HMAC-SHA256), header, parent header, metadata, content, buffers.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { JsonObject } from "../host/json.js";
import type { EncodedMessage, Header, Message } from "./messages.js";

const delimiter = "<IDS|MSG>";

/** Frames are no valid message. The kernel ignores them. */
export class WireError extends Error {
  override name = "WireError";
}

/** Returns the signature of the four JSON frames. It is empty for an empty key. */
function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** Returns the frames of a message, without a check of its content. */
export function encode(key: string, message: Message): Uint8Array[] {
  const { identities, header, parentHeader, metadata, content, buffers } = message;
  const parts = [header, parentHeader, metadata, content].map((part) => JSON.stringify(part));
  return frames(key, { identities, parts, buffers });
}

/** Returns the frames of an encoded message. */
export function frames(key: string, { identities, parts, buffers }: EncodedMessage): Uint8Array[] {
  const bytes = parts.map((part) => Buffer.from(part));
  return [...identities, Buffer.from(delimiter), Buffer.from(sign(key, bytes)), ...bytes, ...buffers];
}

/**
 * Returns the message in some frames.
 * @throws {WireError} for frames without a delimiter, with a wrong signature, or with a part that is no JSON object
 */
export function decode(key: string, frames: readonly Uint8Array[]): Message {
  const start = frames.findIndex((frame) => Buffer.from(frame).toString("latin1") === delimiter);
  if (start < 0 || frames.length < start + 6)
    throw new WireError("expected a delimiter and five frames after it");
  const parts = frames.slice(start + 2, start + 6);
  const expected = Buffer.from(sign(key, parts));
  const found = Buffer.from(frames[start + 1]!);
  if (expected.length !== found.length || !timingSafeEqual(expected, found))
    throw new WireError("bad signature");
  const [header, parentHeader, metadata, content] = parts.map(parseObject);
  if (typeof header!.msg_type !== "string" || typeof header!.msg_id !== "string") {
    throw new WireError("the header has no msg_type and msg_id");
  }
  return {
    identities: frames.slice(0, start).map((frame) => Buffer.from(frame)),
    header: header as unknown as Header,
    parentHeader: parentHeader as unknown as Header,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(start + 6).map((frame) => new Uint8Array(frame)),
  };
}

function parseObject(frame: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(frame).toString("utf8"));
  } catch {
    throw new WireError("a frame is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WireError("a frame is not an object");
  return value as JsonObject;
}
