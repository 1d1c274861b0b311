// Messages to and from ZeroMQ frames, signed with HMAC-SHA256 as "The wire protocol" of jupyter_client says:
// identities…, <IDS|MSG>, signature, header, parent header, metadata, content, buffers….
import { createHmac, timingSafeEqual } from "node:crypto";
import type { JsonObject } from "../host/json.js";
import type { Header, Message } from "./messages.js";

const delimiter = "<IDS|MSG>";

/** Why frames were not taken for a message. The kernel drops them and lives on. */
export class WireError extends Error {
  override name = "WireError";
}

/** Signs the four JSON frames; an empty key means that the connection is not signed. */
function sign(key: string, frames: readonly Uint8Array[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest("hex");
}

/** The frames of a message. */
export function encode(key: string, message: Message): Uint8Array[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  const head = [Buffer.from(delimiter), Buffer.from(sign(key, parts))];
  return [...message.identities, ...head, ...parts, ...message.buffers];
}

/**
 * The message in some frames.
 * @throws {WireError} without a delimiter, with a bad signature, or when a part is not a JSON object.
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
