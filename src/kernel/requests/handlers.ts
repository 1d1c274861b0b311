// Table of the requests that are answered at once, also while a cell awaits. A new message type gets a line here.

import type { JsonObject } from "../host/json.js";
import type { CellDocuments } from "../language/cellDocuments.js";
import { complete, type LivingMembers } from "../language/completion.js";
import { inspectAt } from "../language/inspection.js";
import type { Message } from "../protocol/messages.js";
import { completeness } from "../source/completeness.js";
import type { Comms } from "./comms.js";
import type { History } from "./history.js";
import { kernelInfo } from "./kernelInfo.js";

/** Parts of the kernel that answer requests. */
export interface Sources {
  readonly documents: CellDocuments;
  readonly history: History;
  readonly comms: Comms;
  readonly living: LivingMembers;
}

/** Returns the content of the reply, or undefined for a message that has no reply. */
type Handler = (request: Message, sources: Sources) => JsonObject | undefined | Promise<JsonObject>;

const comm: Handler = (request, { comms }) => {
  comms.handle(request);
  return undefined;
};

const handlers: Record<string, Handler> = {
  kernel_info_request: () => kernelInfo(),
  is_complete_request: ({ content }) => ({ ...completeness(text(content.code)) }),
  complete_request: ({ content }, { documents, living }) =>
    complete(documents, living, text(content.code), cursor(content)),
  inspect_request: ({ content }, { documents }) => inspectAt(documents, text(content.code), cursor(content)),
  history_request: ({ content }, { history }) => history.reply(content),
  comm_info_request: ({ content }, { comms }) => ({
    status: "ok",
    comms: comms.list(content.target_name as string | undefined),
  }),
  comm_open: comm,
  comm_msg: comm,
  comm_close: comm,
};

/** Answers a request. A request of an unknown type gets an error as reply. */
export async function answer(request: Message, sources: Sources): Promise<JsonObject | undefined> {
  const type = request.header.msg_type;
  if (Object.hasOwn(handlers, type)) return handlers[type]!(request, sources);
  if (!type.endsWith("_request")) return undefined;
  const evalue = `This kernel does not know ${type}.`;
  return { status: "error", ename: "UnknownMessageType", evalue, traceback: [evalue] };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Returns the position of the cursor in code points. Default: the end of the code. */
function cursor({ code, cursor_pos }: JsonObject): number {
  const end = [...text(code)].length;
  return typeof cursor_pos === "number" ? Math.min(Math.max(cursor_pos, 0), end) : end;
}
