// What widgets need of a kernel, found at run time: the kernel puts such an object where hostSymbol says.
import { AmfmnError } from "../../lib/base/errors.js";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

export interface CommMessage {
  data: JsonObject;
  metadata: JsonObject;
  buffers: Uint8Array[];
}

export interface Comm {
  readonly id: string;
  send(data: JsonObject, options?: { metadata?: JsonObject; buffers?: Uint8Array[] }): void;
  close(data?: JsonObject): void;
  onMessage(handler: (message: CommMessage) => void): void;
  onClose(handler: (message: CommMessage) => void): void;
}

/** What code printed, showed or threw, as nbformat 4 records it. */
export type OutputRecord =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: JsonObject; metadata: JsonObject }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** An output as it is made; "clear_output" takes away what came before, at once or when the next comes. */
export type Output = OutputRecord | { output_type: "clear_output"; wait: boolean };

export interface KernelHost {
  openComm(
    target: string,
    open?: { data?: JsonObject; metadata?: JsonObject; buffers?: Uint8Array[]; id?: string },
  ): Comm;
  registerCommTarget(target: string, onOpen: (comm: Comm, message: CommMessage) => void): void;
  display(request: { data: JsonObject; metadata?: JsonObject }): void;
  /** Runs code whose output goes to `take` instead of to the cell. */
  capture<T>(take: (output: Output) => void, run: () => T): T;
  /** How a value is shown, by MIME type. */
  mimeBundle(value: unknown): Promise<JsonObject>;
  /** An error as a cell would show it. */
  errorOutput(error: unknown): Output;
  parentId(): string | undefined;
}

/** A widget that cannot be made, or a trait that does not take a value. */
export class WidgetError extends AmfmnError {
  override name = "WidgetError";
}

const hostSymbol = Symbol.for("jupyter.kernel");

/** @throws {WidgetError} outside of a kernel that provides a host */
export function kernelHost(): KernelHost {
  const host = (globalThis as { [hostSymbol]?: KernelHost })[hostSymbol];
  if (!host) {
    throw new WidgetError(
      "Widgets need a Jupyter kernel that can open comms, and none runs here: run this in a notebook.",
    );
  }
  return host;
}

/** Whether widgets can be shown here. */
export function hasKernelHost(): boolean {
  return (globalThis as { [hostSymbol]?: KernelHost })[hostSymbol] !== undefined;
}
