// Standard output and error of cells: what is written goes to the cell that made it (also from its callbacks,
// by AsyncLocalStorage), gathered for some milliseconds so that 100,000 lines do not become as many messages.
import type { Output } from "./host.js";
import type { Message } from "./protocol/messages.js";

type Name = "stdout" | "stderr";
const delay = 20; // ms
const largest = 64 * 1024; // characters gathered before they are sent at once

export class Streams {
  private text = "";
  private name: Name = "stdout";
  private parent: Message | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly currentParent: () => Message | undefined,
    private readonly publish: (name: Name, text: string, parent: Message | undefined) => void,
    private readonly captor: () => ((output: Output) => void) | undefined,
  ) {}

  /** Takes over process.stdout and process.stderr, which console writes to. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
        this.write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
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
    const parent = this.currentParent();
    if (name !== this.name || parent !== this.parent) this.flush();
    this.name = name;
    this.parent = parent;
    this.text += text;
    if (this.text.length > largest) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Sends what is gathered; done before anything else is published, so that order is kept. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === "") return;
    const text = this.text;
    this.text = "";
    this.publish(this.name, text, this.parent);
  }
}
