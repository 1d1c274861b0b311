// Stops the code of the main thread: by a message while the cell waits, by V8 while it computes.
import { setTimeout } from "node:timers/promises";
import type { DebugAdapter } from "../debugger/adapter.js";
import type { MainThreadInspector } from "../debugger/inspector.js";
import type { ToMain } from "./messages.js";
import type { Pulse } from "./pulse.js";

/** Time without a sign of the main thread after which V8 terminates its code, in ms. */
const patience = 80;
/** Time that the main thread has at least to receive an interrupt, in ms. */
const grace = 10;

/**
 * Empties the stack of async hooks. Terminated code does not leave its hooks, and Node ends a process whose stack of
 * hooks is not empty. AsyncLocalStorage turns the hooks on.
 */
const prepareTermination = `globalThis[Symbol.for("jupyter.kernel.prepareTermination")]()`;

/** The parts of the kernel that take part in an interrupt. */
export interface InterruptTargets {
  /** Signs of the main thread. */
  readonly pulse: Pulse;
  /** Sends a message to the main thread. */
  post(message: ToMain): void;
  inspector(): MainThreadInspector;
  /** The debugger, if a front end has used it. */
  adapter(): Promise<DebugAdapter> | undefined;
}

/** Interrupts the running cell. Returns after its code has been asked to stop or was terminated. */
export async function interrupt({ pulse, post, inspector, adapter }: InterruptTargets): Promise<void> {
  const terminate = () => {
    inspector().notify("Runtime.evaluate", { expression: prepareTermination, silent: true });
    inspector().notify("Runtime.terminateExecution");
  };
  const { received, silence } = pulse;
  post({ kind: "interrupt", at: Date.now() });
  if (await (await adapter())?.endPause(terminate)) return;
  await setTimeout(Math.max(grace, patience - silence));
  if (pulse.received === received) terminate();
}
