// Reads the pipes of standard output and error on the protocol thread.
import { readSync } from "node:fs";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import type { StreamName } from "../protocol/messages.js";
import { FencedBytes } from "./fence.js";

/** Bytes that a drain reads at most from one pipe. A pipe holds fewer, but a child process may write on. */
const largest = 256 * 1024;
const chunk = Buffer.alloc(64 * 1024);

interface Pipe {
  readonly descriptor: number;
  readonly bytes: FencedBytes;
}

/** Reads what child processes and native code print. */
export class PipeReader {
  private readonly pipes: readonly [stdout: Pipe, stderr: Pipe];

  /**
   * @param readers descriptors of the pipes
   * @param take receives the text
   */
  constructor([stdout, stderr]: readonly [number, number], take: (name: StreamName, text: string) => void) {
    const output = pipe(stdout, (text) => take("stdout", text));
    const errors = pipe(stderr, (text) => take("stderr", text));
    this.pipes = [output, errors];
    listen(output, () => {});
    // Of two texts that arrive together, that of standard output is taken first.
    listen(errors, () => drain(output));
  }

  /** Takes the text that is in the pipes, so that it comes before the next message. */
  drain(): void {
    for (const one of this.pipes) drain(one);
  }

  /** Lets the text behind a fence pass, because all messages before it have been sent. */
  openTo(fence: number): void {
    for (const { bytes } of this.pipes) bytes.openTo(fence);
  }
}

function pipe(descriptor: number, take: (text: string) => void): Pipe {
  const decoder = new StringDecoder("utf8");
  return { descriptor, bytes: new FencedBytes((bytes) => take(decoder.write(bytes))) };
}

function listen({ descriptor, bytes }: Pipe, before: () => void): void {
  new Socket({ fd: descriptor, readable: true, writable: false }).on("data", (some: Buffer) => {
    before();
    bytes.add(some);
  });
}

function drain({ descriptor, bytes }: Pipe): void {
  try {
    for (let read = 0, size = 1; size > 0 && read < largest; read += size) {
      size = readSync(descriptor, chunk);
      bytes.add(Buffer.from(chunk.subarray(0, size)));
    }
  } catch {
    // The pipe is empty.
  }
}
