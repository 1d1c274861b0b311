// Standard output and error of cells. Text goes to the cell that printed it, also from its callbacks. The first lines
// are sent at once, because a cell may compute for long after them. Later ones are gathered for some milliseconds, so
// that 100,000 lines do not become as many messages.
import { StringDecoder } from "node:string_decoder";
import type { Scope } from "../requests/context.js";

type Name = "stdout" | "stderr";
const delay = 20; // ms
const burst = 16; // messages that may be sent at once in a window of time
const window = 100; // ms
const largest = 64 * 1024; // characters gathered before they are sent at once

/** Gathers the text that cells print. */
export class Streams {
  private text = "";
  private name: Name = "stdout";
  private scope: Scope | undefined;
  private since = 0;
  private windowStart = 0;
  private sentInWindow = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param current returns the scope of the running code
   * @param publish sends text in its place among the outputs of a scope
   */
  constructor(
    private readonly current: () => Scope,
    private readonly publish: (name: Name, text: string, scope: Scope) => void,
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

  /** Adds text of the running code. */
  write(name: Name, text: string): void {
    const scope = this.current();
    const { take } = scope;
    if (take) {
      scope.outputs.add(() => take({ output_type: "stream", name, text }));
      return;
    }
    if (name !== this.name || scope.outputs !== this.scope?.outputs) this.flush();
    const now = performance.now();
    if (this.text === "") this.since = now;
    this.name = name;
    this.scope = scope;
    this.text += text;
    // A loop that never yields keeps the timer from running, so this looks at the time, too.
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

  /** Sends the gathered text. Every other message is sent after a call of this, which keeps the order. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === "") return;
    const { text } = this;
    this.text = "";
    this.publish(this.name, text, this.scope!);
  }
}
