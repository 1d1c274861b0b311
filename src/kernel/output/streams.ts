// Standard output and error of cells: what is written goes to the cell that made it (also from its callbacks). A
// few lines are sent at once, since a cell may compute for long after them; of many, those of some milliseconds are
// gathered, so that 100,000 lines do not become as many messages.
import { StringDecoder } from "node:string_decoder";
import type { Output } from "../host/host.js";
import type { Message } from "../protocol/messages.js";

type Name = "stdout" | "stderr";
const delay = 20; // ms
const burst = 16; // messages that may be sent at once in a window of time
const window = 100; // ms
const largest = 64 * 1024; // characters gathered before they are sent at once

export class Streams {
  private text = "";
  private name: Name = "stdout";
  private request: Message | undefined;
  private since = 0;
  private windowStart = 0;
  private sentInWindow = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly current: () => Message | undefined,
    private readonly publish: (name: Name, text: string, request: Message | undefined) => void,
    private readonly captor: () => ((output: Output) => void) | undefined,
  ) {}

  /** Takes over process.stdout and process.stderr, which console writes to. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new StringDecoder("utf8");
      process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
        this.write(name, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
        const done = typeof encoding === "function" ? encoding : callback;
        if (typeof done === "function") queueMicrotask(done as () => void);
        return true;
      }) as typeof process.stdout.write;
    }
  }

  write(name: Name, text: string): void {
    const take = this.captor();
    if (take) {
      take({ output_type: "stream", name, text });
      return;
    }
    const request = this.current();
    if (name !== this.name || request !== this.request) this.flush();
    const now = performance.now();
    if (this.text === "") this.since = now;
    this.name = name;
    this.request = request;
    this.text += text;
    // A loop that never yields keeps the timer from running, so the time is looked at here as well.
    if (this.text.length > largest || now - this.since > delay || this.mayBurst(now)) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  private mayBurst(now: number): boolean {
    if (now - this.windowStart > window) {
      this.windowStart = now;
      this.sentInWindow = 0;
    }
    this.sentInWindow += 1;
    return this.sentInWindow <= burst;
  }

  /** Sends what is gathered; done before anything else is published, so that order is kept. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === "") return;
    const text = this.text;
    this.text = "";
    this.publish(this.name, text, this.request);
  }
}
