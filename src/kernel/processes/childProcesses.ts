// Knows the child processes of cells. Keeps what they print in order with the outputs of cells, and lets an interrupt end
// those that a cell waits for.
import childProcess, { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { StreamName } from "../protocol/messages.js";
import type { Running } from "../requests/context.js";

/** What the children of cells need from the kernel. */
export interface ChildrenOptions {
  /** Returns the request that the running code belongs to. */
  current(): Running | undefined;
  /** Prints text of the running code. */
  print(name: StreamName, bytes: Buffer): void;
  /** Called before a child or a file operation may write to standard output or error. */
  before(): void;
  /** Called after it has written. */
  after(): void;
  /**
   * Called before a call that blocks the main thread, with the ids of the children that run beside it. Throws if the cell
   * was interrupted.
   */
  blocks(others: readonly number[]): void;
  /** Called after that call. Throws if the cell was interrupted. */
  unblocks(): void;
  /** Called for a process of the kernel itself, which the kernel ends. */
  own(id: number): void;
}

/** Names of functions that block the main thread until their child has ended. */
const blocking = ["spawnSync", "execSync", "execFileSync"] as const;
/** Names of functions that write to a file or a descriptor, which is their first argument. */
const writing = [
  ...["write", "writev", "writevSync", "writeFile", "writeFileSync", "appendFile", "appendFileSync"],
] as const;
const outputFile = /^\/(?:dev\/std(?:out|err)|(?:dev|proc\/self)\/fd\/[12])$/;

type Method = (...args: unknown[]) => unknown;

/** Key of an option of `spawn` that marks a process of the kernel itself. */
export const ownProcess: unique symbol = Symbol.for("jupyter.kernel.ownProcess");

/** The child processes of cells. */
export class ChildProcesses {
  private readonly running = new Map<ChildProcess, Running | undefined>();

  constructor(private readonly options: ChildrenOptions) {}

  /** Takes over the functions of Node that start processes or write to descriptors. */
  watch(): void {
    const { options, running } = this;
    const prototype = ChildProcess.prototype as unknown as { spawn: Method };
    prototype.spawn = wrapped(prototype.spawn, (spawn, child: ChildProcess, [settings]) => {
      options.before();
      const result = spawn();
      if (child.pid !== undefined) {
        const isOwn = Object(settings)[ownProcess] === true;
        if (isOwn) options.own(child.pid);
        running.set(child, isOwn ? undefined : options.current());
        child.once("exit", () => {
          running.delete(child);
          options.after();
        });
      }
      return result;
    });
    const functions = childProcess as unknown as Record<string, Method>;
    for (const name of blocking)
      functions[name] = wrapped(functions[name]!, (call) => {
        options.blocks(this.ids());
        options.before();
        try {
          return call();
        } finally {
          options.after();
          options.unblocks();
        }
      });
    this.watchFiles();
    syncBuiltinESMExports();
  }

  /** Ends the children that a request started and that run beside it. */
  interrupt(request: Running): void {
    for (const [child, running] of this.running) if (running === request) child.kill("SIGINT");
  }

  private ids(): number[] {
    return [...this.running.keys()].map(({ pid }) => pid!);
  }

  private watchFiles(): void {
    const { options } = this;
    const files = fs as unknown as Record<string, Method>;
    for (const name of writing)
      files[name] = wrapped(files[name]!, (call, _files, [target]) => {
        if (!isOutput(target)) return call();
        options.before();
        try {
          return call();
        } finally {
          options.after();
        }
      });
    files.writeSync = wrapped(files.writeSync!, (call, _files, [descriptor, data, ...place]) => {
      if (descriptor !== 1 && descriptor !== 2) return call();
      const bytes = bytesOf(data, place);
      options.print(descriptor === 1 ? "stdout" : "stderr", bytes);
      return bytes.length;
    });
  }
}

/** Returns a function that calls `around` with the original call, its receiver and its arguments. */
function wrapped<T>(
  original: Method,
  around: (call: () => unknown, receiver: T, args: unknown[]) => unknown,
): Method {
  // A proxy keeps the name, the length and the form that util.promisify looks for.
  return new Proxy(original, {
    apply: (target, receiver, args) => around(() => Reflect.apply(target, receiver, args), receiver, args),
  });
}

function isOutput(target: unknown): boolean {
  return target === 1 || target === 2 || (typeof target === "string" && outputFile.test(target));
}

/** Returns the bytes that `fs.writeSync` writes: a string in an encoding, or a part of a buffer. */
function bytesOf(data: unknown, [offset, length]: unknown[]): Buffer {
  if (!ArrayBuffer.isView(data))
    return Buffer.from(String(data), (length as BufferEncoding | undefined) ?? "utf8");
  const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const place = (typeof offset === "object" && offset !== null ? offset : { offset, length }) as {
    offset?: number;
    length?: number;
  };
  const from = place.offset ?? 0;
  return all.subarray(from, from + (place.length ?? all.length - from));
}
