// iopub_welcome (JEP 65) confirms to each new subscriber that it receives all messages from now on.
import { setTimeout } from "node:timers/promises";
import { createMessage } from "./messages.js";
import type { Sockets } from "./sockets.js";

/** Time that the first execution waits for a subscriber, in ms. */
const patience = 1000;

/** Welcomes subscribers of iopub and knows when the first one has joined. */
export class IopubWelcome {
  private resolveFirst!: () => void;
  private readonly first = new Promise<void>((resolve) => {
    this.resolveFirst = resolve;
  });
  private waited: Promise<void> | undefined;

  constructor(private readonly sockets: Sockets) {}

  /** Sends iopub_welcome to each subscriber until the sockets are closed. */
  async start(): Promise<void> {
    for await (const subscription of this.sockets.subscriptions()) {
      void this.sockets.send("iopub", createMessage("iopub_welcome", { subscription }));
      this.resolveFirst();
    }
  }

  /**
   * Resolves when a front end has subscribed, at the latest one second after the first call. The sockets of a front
   * end connect one by one, so the first request may arrive before the subscription to its outputs.
   */
  firstSubscriber(): Promise<void> {
    this.waited ??= Promise.race([this.first, setTimeout(patience)]);
    return this.waited;
  }
}
