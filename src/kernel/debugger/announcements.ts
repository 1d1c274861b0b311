// On the main thread: tells the debugger, while there is one, of each cell's script before it runs, so that its
// breakpoints are in place.

import type { ToProtocol } from "../protocol/messages.js";
import type { Script } from "../source/script.js";
import { cellScript } from "./cellScript.js";

export class Announcements {
  private on = false;
  private readonly waiting = new Map<string, () => void>();

  constructor(private readonly send: (message: ToProtocol) => void) {}

  /** Whether cells are debugged. */
  get debugging(): boolean {
    return this.on;
  }

  /**
   * Starts or ends announcing.
   * @param ran the scripts of the cells that ran before, by what V8 calls them: their functions can still be called
   */
  switch(on: boolean, ran: Iterable<readonly [url: string, script: Script]>): void {
    this.on = on;
    if (on) for (const [url, script] of ran) this.send({ kind: "script", script: cellScript(url, script) });
    else for (const url of [...this.waiting.keys()]) this.known(url);
  }

  /** Ends when the debugger knows the script, at once when there is no debugger. */
  announce(url: string, script: Script): Promise<void> | undefined {
    if (!this.on) return undefined;
    this.send({ kind: "script", script: cellScript(url, script) });
    return new Promise((resolve) => this.waiting.set(url, resolve));
  }

  known(url: string): void {
    this.waiting.get(url)?.();
    this.waiting.delete(url);
  }
}
