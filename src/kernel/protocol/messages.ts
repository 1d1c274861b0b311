// Messages of the Jupyter protocol, as the two threads exchange them.
import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { MappedScript } from "../debugger/mappedScript.js";
import type { JsonObject } from "../host/json.js";
import type { Problem } from "./schema/incoming.js";

/** Version of the messaging protocol. */
export const protocolVersion = "5.5";

/** Header of a message. */
export interface Header {
  msg_id: string;
  msg_type: string;
  username: string;
  session: string;
  date: string;
  version: string;
  /** Subshell that a message of a front end is for. Default: the main shell. */
  subshell_id?: string | null;
}

/** A message with its routing prefix (empty on iopub) and binary buffers. */
export interface Message {
  /** Routing prefix of ZeroMQ. */
  identities: Uint8Array[];
  header: Header;
  parentHeader: Header | Record<string, never>;
  metadata: JsonObject;
  content: JsonObject;
  buffers: Uint8Array[];
}

/** Standard output or error. */
export type StreamName = "stdout" | "stderr";

/** A message that is ready to be signed and sent. */
export interface EncodedMessage {
  /** Routing prefix of ZeroMQ. */
  readonly identities: Uint8Array[];
  /** JSON texts of header, parent header, metadata and content. */
  readonly parts: readonly string[];
  /** Bytes beside the JSON parts. */
  readonly buffers: Uint8Array[];
}

/** Sockets with messages. */
export type Channel = "shell" | "control" | "iopub" | "stdin";

/**
 * Messages from the protocol thread to the main thread. `greeted` follows the first reply to a front end. `at` is in ms
 * since 1970. A request with a `problem` is invalid and gets an error as reply. After `failed` the sockets are closed, and
 * the process ends.
 */
export type ToMain =
  | { kind: "request"; channel: "shell" | "control"; message: Message; problem?: Problem }
  | { kind: "inputReply"; message: Message }
  | { kind: "greeted" }
  | { kind: "interrupt"; at: number }
  | { kind: "debug"; on: boolean }
  | { kind: "scriptKnown"; url: string }
  | { kind: "failed"; reason: string }
  | { kind: "shutdown" };

/**
 * Messages from the main thread to the protocol thread. `ready` means that the main thread handles requests. The thread
 * answers `leave` by `shutdown` after it closed the sockets. A text without a parent has the parent of the text before.
 * `cell` has the request that the text of pipes belongs to, `fence` and `drain` keep that text in order, and `blocked` comes
 * before and after a call that waits for a child process, before it with the ids of the other children.
 */
export type ToProtocol =
  | { kind: "send"; channel: Channel; message: EncodedMessage }
  | { kind: "text"; name: StreamName; text: string; parent?: Header | Record<string, never> }
  | { kind: "ready" }
  | { kind: "cell"; parent: Header }
  | { kind: "fence"; number: number }
  | { kind: "drain" }
  | { kind: "blocked"; others: readonly number[] | undefined }
  | { kind: "ownProcess"; id: number }
  | { kind: "script"; script: MappedScript }
  | { kind: "leave" };

/** Id of this kernel process. */
const session = randomUUID();
let username = "kernel";
try {
  username = userInfo().username;
} catch {
  // A user id in a container may have no name.
}

/** Makes a message in answer to `parent`, or without a parent. */
export function createMessage(
  type: string,
  content: JsonObject,
  parent?: Message,
  more: { metadata?: JsonObject; buffers?: Uint8Array[] } = {},
): Message {
  return {
    identities: parent?.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      username,
      session,
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parentHeader: parent?.header ?? {},
    metadata: more.metadata ?? {},
    content,
    buffers: more.buffers ?? [],
  };
}
