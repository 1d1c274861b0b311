// Subshells (JEP 91). A front end sends comm messages and requests on a subshell, so that they do not wait for the cells of
// the main shell. Here they never wait for a cell that awaits, and the subshells are only names that messages refer to.
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../host/json.js";
import type { Message } from "./messages.js";
import type { Problem } from "./schema/incoming.js";

/** Knows the subshells of the kernel and answers the requests about them. */
export class Subshells {
  private readonly ids = new Set<string>();

  /** Returns the content of the reply to a request on the control channel, or undefined for other requests. */
  answer({ header, content }: Message): JsonObject | undefined {
    switch (header.msg_type) {
      case "create_subshell_request":
        return { status: "ok", subshell_id: this.create() };
      case "list_subshell_request":
        return { status: "ok", subshell_id: [...this.ids] };
      case "delete_subshell_request":
        return this.delete(String(content.subshell_id));
      default:
        return undefined;
    }
  }

  /** Returns the problem of a message to a subshell that does not exist. */
  problemOf({ header }: Message): Problem | undefined {
    const id = header.subshell_id;
    return id === undefined || id === null || this.ids.has(id) ? undefined : unknown(id);
  }

  private create(): string {
    const id = randomUUID();
    this.ids.add(id);
    return id;
  }

  private delete(id: string): JsonObject {
    if (this.ids.delete(id)) return { status: "ok" };
    return { status: "error", ...unknown(id), traceback: [] };
  }
}

function unknown(id: string): Problem {
  return { ename: "UnknownSubshellError", evalue: `Unknown subshell_id '${id}'` };
}
