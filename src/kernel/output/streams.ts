// Standard output and error of cells. Text goes to the cell that printed it, also from its callbacks. It goes to the
// protocol thread at once, which gathers it, so that text appears while a cell computes.
import { StringDecoder } from "node:string_decoder";
import type { Header, StreamName } from "../protocol/messages.js";
import type { Scope } from "../requests/context.js";

/** Sends text under the request that has the header. */
type Publish = (name: StreamName, text: string, parent: Header | Record<string, never>) => void;

/** Receives the text that cells print. */
export class Streams {
  /**
   * @param current returns the scope of the running code
   * @param publish sends text to the front end
   */
  constructor(
    private readonly current: () => Scope,
    private readonly publish: Publish,
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

  /** Adds text of the running code in its place among the outputs. */
  write(name: StreamName, text: string): void {
    if (text === "") return;
    const { outputs, running, take } = this.current();
    if (take) outputs.add(() => take({ output_type: "stream", name, text }));
    else outputs.add(() => this.publish(name, text, running?.request.header ?? {}));
  }
}
