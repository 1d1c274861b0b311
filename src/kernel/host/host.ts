// The one interface between the kernel and whatever wants to show or talk: found at
// globalThis[Symbol.for("jupyter.kernel")], so that a library needs no import of the kernel.
import type { Json, JsonObject } from "../protocol/messages.js";

export interface CommMessage {
  data: JsonObject;
  metadata: JsonObject;
  buffers: Uint8Array[];
}

/** A two-way channel to an object of the front end. */
export interface Comm {
  readonly id: string;
  send(data: JsonObject, options?: { metadata?: JsonObject; buffers?: Uint8Array[] }): void;
  close(data?: JsonObject): void;
  onMessage(handler: (message: CommMessage) => void): void;
  onClose(handler: (message: CommMessage) => void): void;
}

export interface DisplayRequest {
  data: JsonObject;
  metadata?: JsonObject;
  transient?: { display_id?: string };
  /** Replaces what was shown under the same display id. */
  update?: boolean;
}

/** What code printed, showed or threw, as nbformat 4 records it; "clear_output" takes away what came before. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: JsonObject; metadata: JsonObject }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] }
  | { output_type: "clear_output"; wait: boolean };

export interface KernelHost {
  openComm(
    target: string,
    open?: { data?: JsonObject; metadata?: JsonObject; buffers?: Uint8Array[]; id?: string },
  ): Comm;
  /** Called when the front end opens a comm under this name. */
  registerCommTarget(target: string, onOpen: (comm: Comm, message: CommMessage) => void): void;
  display(request: DisplayRequest): void;
  /** Takes the running cell's output away, at once or (wait) when the next output comes. */
  clearOutput(wait?: boolean): void;
  /**
   * Runs code whose output (also that of what it starts and that ends later) goes to `take` instead of to the
   * cell, as the records that a notebook has of it.
   */
  capture<T>(take: (output: Output) => void, run: () => T): T;
  /** How a value is shown, by MIME type. */
  mimeBundle(value: unknown): Promise<JsonObject>;
  /** An error as a cell would show it. */
  errorOutput(error: unknown): Output;
  /** msg_id of the request whose cell, or a callback of it, is running. */
  parentId(): string | undefined;
}

export type { Json, JsonObject };

/** Where the host stands. */
export const hostSymbol: unique symbol = Symbol.for("jupyter.kernel");
/** Where the kernel's debugger finds what it calls while a cell stands still. */
export const debuggeeSymbol: unique symbol = Symbol.for("jupyter.kernel.debuggee");
export interface Debuggee {
  /** A value's text. */
  inspect(value: unknown): string;
  /** Publishes what was printed: nothing does so by itself while a cell stands still. */
  flush(): void;
}
