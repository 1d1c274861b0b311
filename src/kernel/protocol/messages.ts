// The messages of the Jupyter protocol as they travel between the two threads: parsed, but not yet interpreted.
import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { MappedScript } from "../debugger/mappedScript.js";
import type { JsonObject } from "../host/json.js";

/** Version of the messaging protocol that this kernel speaks. */
export const protocolVersion = "5.4";

export interface Header {
  msg_id: string;
  msg_type: string;
  username: string;
  session: string;
  date: string;
  version: string;
}

/** A message with its routing prefix (empty on iopub) and binary buffers. */
export interface Message {
  identities: Uint8Array[];
  header: Header;
  parentHeader: Header | Record<string, never>;
  metadata: JsonObject;
  content: JsonObject;
  buffers: Uint8Array[];
}

/** The sockets that messages are sent on; the heartbeat never leaves its thread. */
export type Channel = "shell" | "control" | "iopub" | "stdin";

/** What the protocol thread tells the main thread. */
export type ToMain =
  | { kind: "request"; channel: "shell" | "control"; message: Message }
  | { kind: "inputReply"; message: Message }
  | { kind: "interrupt"; at: number }
  | { kind: "debug"; on: boolean }
  | { kind: "scriptKnown"; url: string }
  | { kind: "shutdown" };

/** What the main thread asks of the protocol thread. `leave` is answered by `shutdown` once the sockets are closed. */
export type ToProtocol =
  | { kind: "send"; channel: Channel; message: Message }
  | { kind: "script"; script: MappedScript }
  | { kind: "leave" };

/** One id for the life of this kernel process. */
const session = randomUUID();
let username = "kernel";
try {
  username = userInfo().username;
} catch {
  // A user id without a name (in a container) leaves the default.
}

/** Makes a message that answers `parent`, or one of the kernel's own when there is none. */
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
