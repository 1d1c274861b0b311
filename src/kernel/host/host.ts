// The contract between the kernel and the libraries that run in it. The kernel puts one KernelHost at
// globalThis[Symbol.for("jupyter.kernel")], so a library finds it without an import of the kernel.
import { NoKernelError } from "./errors.js";
import type { JsonObject } from "./json.js";

/** A message on a comm, as it comes from the front end. */
export interface CommMessage {
  /** The content that the sender chose. */
  data: JsonObject;
  /** Metadata of the Jupyter message. */
  metadata: JsonObject;
  /** Binary values that travel beside `data`. */
  buffers: Uint8Array[];
}

/** A two-way channel between the kernel and one object of the front end. */
export interface Comm {
  /** Unique id, by which the front end knows the comm. */
  readonly id: string;
  /** Sends a message to the front end. A closed comm sends nothing. */
  send(data: JsonObject, options?: { metadata?: JsonObject; buffers?: Uint8Array[] }): void;
  /** Closes the comm and reports that to the front end. */
  close(data?: JsonObject): void;
  /** Adds a handler of messages that come from the front end. */
  onMessage(handler: (message: CommMessage) => void): void;
  /** Adds a handler that runs when the front end closes the comm. */
  onClose(handler: (message: CommMessage) => void): void;
}

/** Arguments of `KernelHost.display`. */
export interface DisplayRequest {
  /** The MIME bundle to show. */
  data: JsonObject;
  /** Hints for the front end by MIME type, such as the size of an image. */
  metadata?: JsonObject;
  /** Data that a saved notebook does not keep. `display_id` names the output for a later update. */
  transient?: { display_id?: string };
  /** Replaces the output that has the same `display_id`. Default: false. */
  update?: boolean;
}

/** Text, a display or an error, in the form of nbformat 4. */
export type OutputRecord =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: JsonObject; metadata: JsonObject }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** An output at the time that it is made. "clear_output" removes the earlier ones, at once or before the next one. */
export type Output = OutputRecord | { output_type: "clear_output"; wait: boolean };

/** The services of the kernel for the libraries that run in it. */
export interface KernelHost {
  /** Opens a comm to the object of the front end that is registered under `target`. */
  openComm(
    target: string,
    open?: { data?: JsonObject; metadata?: JsonObject; buffers?: Uint8Array[]; id?: string },
  ): Comm;
  /** Calls `onOpen` each time that the front end opens a comm under this name. */
  registerCommTarget(target: string, onOpen: (comm: Comm, message: CommMessage) => void): void;
  /** Shows a MIME bundle in the output of the running cell. */
  display(request: DisplayRequest): void;
  /** Removes the outputs of the running cell, at once or (`wait`) when the next output comes. */
  clearOutput(wait?: boolean): void;
  /**
   * Runs code and passes its outputs to `take` instead of showing them. That includes the outputs of timers and
   * promises that the code starts.
   */
  capture<T>(take: (output: Output) => void, run: () => T): T;
  /** Returns the MIME bundle by which a cell shows the value. */
  mimeBundle(value: unknown): Promise<JsonObject>;
  /** Returns the output by which a cell shows the error. */
  errorOutput(error: unknown): Output;
  /** Returns the `msg_id` of the request whose cell or callback is running. */
  parentId(): string | undefined;
}

export type { JsonObject };

/** Key of the host in `globalThis`. It is `Symbol.for("jupyter.kernel")`. */
export const hostSymbol: unique symbol = Symbol.for("jupyter.kernel");

/**
 * Returns true if this process is a kernel, so that widgets can be shown.
 * @example
 * import { hasKernelHost } from "typescript-lab";
 *
 * if (!hasKernelHost()) console.log("no notebook here");
 */
export function hasKernelHost(): boolean {
  return foundHost() !== undefined;
}

/**
 * Returns the host of the kernel that runs this code.
 * @throws {NoKernelError} outside of a kernel
 * @example
 * import { kernelHost } from "typescript-lab";
 *
 * kernelHost().display({ data: { "text/html": "<b>bold</b>" } });
 */
export function kernelHost(): KernelHost {
  const host = foundHost();
  if (host) return host;
  throw new NoKernelError(
    'kernelHost: expected a kernel at globalThis[Symbol.for("jupyter.kernel")], found none; run the code in a notebook.',
  );
}

function foundHost(): KernelHost | undefined {
  return (globalThis as { [hostSymbol]?: KernelHost })[hostSymbol];
}
