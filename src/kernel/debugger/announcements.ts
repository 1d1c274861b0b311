// Announces each cell's script to the debugger before the cell runs, so that its breakpoints are set. Runs on the main
// thread.

import type { ToProtocol } from "../protocol/messages.js";
import type { Script } from "../source/script.js";
import { cellScript } from "./cellScript.js";

/** Announces scripts while a debugger is active. */
export class Announcements {
  private on = false;
  private readonly waiting = new Map<string, () => void>();

  constructor(private readonly send: (message: ToProtocol) => void) {}

  /** True while a debugger is active. */
  get debugging(): boolean {
    return this.on;
  }

  /**
   * Starts or ends announcing.
   * @param ran scripts of earlier cells by their name in V8. Their functions can still be called.
   */
  switch(on: boolean, ran: Iterable<readonly [url: string, script: Script]>): void {
    this.on = on;
    if (on) for (const [url, script] of ran) this.send({ kind: "script", script: cellScript(url, script) });
    else for (const url of [...this.waiting.keys()]) this.known(url);
  }

  /** Resolves when the debugger has set the script's breakpoints. Returns undefined without a debugger. */
  announce(url: string, script: Script): Promise<void> | undefined {
    if (!this.on) return undefined;
    this.send({ kind: "script", script: cellScript(url, script) });
    return new Promise((resolve) => this.waiting.set(url, resolve));
  }

  /** Lets the cell of a script run, because the debugger has set its breakpoints. */
  known(url: string): void {
    this.waiting.get(url)?.();
    this.waiting.delete(url);
  }
}
