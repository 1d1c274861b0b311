// Converts messages to ZeroMQ frames and back by the wire protocol of Jupyter. The frames are: identities, <IDS|MSG>,
// signature (an HMAC), header, parent header, metadata, content, buffers.
import { createHmac, timingSafeEqual } from "node:crypto";
import { type JsonError, TypeScriptLabError } from "../host/errors.js";
import type { JsonObject } from "../host/json.js";
import type { EncodedMessage, Header, Message } from "./messages.js";
import { checkHeader } from "./schema/incoming.js";

const delimiter = "<IDS|MSG>";
/** Largest nesting of a part. Deeper values cannot be passed to the other thread. */
const deepest = 500;

/** Frames are no valid message. */
export class WireError extends Error {
  override name = "WireError";

  /** @param request the message without its invalid part, if the sender can be answered */
  constructor(
    message: string,
    readonly request?: Message,
  ) {
    super(message);
  }
}

/** Returns the signature of the four JSON frames. It is empty for an empty key. */
function sign(key: string, parts: readonly Uint8Array[], digest: string): string {
  if (key === "") return "";
  const hmac = createHmac(digest, key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/**
 * Returns the frames of a message, without a check of its content.
 * @param digest hash function of the signature
 */
export function encode(key: string, message: Message, digest = "sha256"): Uint8Array[] {
  const { identities, header, parentHeader, metadata, content, buffers } = message;
  const parts = [header, parentHeader, metadata, content].map((part) => JSON.stringify(part));
  return frames(key, { identities, parts, buffers }, digest);
}

/**
 * Returns the frames of an encoded message.
 * @param digest hash function of the signature
 */
export function frames(
  key: string,
  { identities, parts, buffers }: EncodedMessage,
  digest = "sha256",
): Uint8Array[] {
  const bytes = parts.map((part) => Buffer.from(part));
  const head = [Buffer.from(delimiter), Buffer.from(sign(key, bytes, digest))];
  return [...identities, ...head, ...bytes, ...buffers];
}

/**
 * Returns the message in some frames. Its content is an object, which is not checked further.
 * @param digest hash function of the signature
 * @throws {WireError} for frames without a delimiter, with a wrong signature, or with a part that is no JSON object. The
 *   error has the message if its header is valid.
 */
export function decode(key: string, frames: readonly Uint8Array[], digest = "sha256"): Message {
  const start = frames.findIndex((frame) => Buffer.from(frame).toString("latin1") === delimiter);
  if (start < 0 || frames.length < start + 6)
    throw new WireError("expected a delimiter and five frames after it");
  const [signature, ...parts] = frames.slice(start + 1, start + 6) as [Uint8Array, ...Uint8Array[]];
  const expected = Buffer.from(sign(key, parts, digest));
  const found = Buffer.from(signature);
  if (expected.length !== found.length || !timingSafeEqual(expected, found))
    throw new WireError("expected a valid signature, found another one");
  const message: Message = {
    identities: frames.slice(0, start).map((frame) => Buffer.from(frame)),
    header: parseHeader(parts[0]!),
    parentHeader: {},
    metadata: {},
    content: {},
    buffers: frames.slice(start + 6).map((frame) => new Uint8Array(frame)),
  };
  try {
    const parentHeader = parseObject(parts[1]!, "parent_header") as unknown as Header;
    const metadata = parseObject(parts[2]!, "metadata");
    return { ...message, parentHeader, metadata, content: parseObject(parts[3]!, "content") };
  } catch (error) {
    throw new WireError((error as Error).message, message);
  }
}

function parseHeader(frame: Uint8Array): Header {
  const header = parseObject(frame, "header");
  try {
    checkHeader(header);
  } catch (error) {
    if (error instanceof TypeScriptLabError) throw new WireError((error as JsonError).message);
    throw error;
  }
  return header as unknown as Header;
}

function parseObject(frame: Uint8Array, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(frame).toString("utf8"));
  } catch {
    throw new WireError(`${name}: expected JSON, found another text`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WireError(`${name}: expected an object, found another value`);
  if (isDeeper(value, deepest))
    throw new WireError(`${name}: expected at most ${deepest} nested levels, found more`);
  return value as JsonObject;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Array.isArray(value)
    ? value.some((item) => isDeeper(item, levels - 1))
    : Object.values(value).some((item) => isDeeper(item, levels - 1));
}
