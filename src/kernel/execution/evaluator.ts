// Evaluates scripts in V8's REPL mode through inspector sessions on the main thread. That mode has top-level await,
// lets names be redeclared and runs loops at full speed.
//
// V8 runs such a script as an async function, and would send its value or the thrown one through the session as JSON. A
// string of 500 MB would take half a minute and gigabytes that way. The evaluator takes the promise of the script instead
// and closes the session, so results are the values themselves.
import { Session } from "node:inspector";
import { promiseHooks } from "node:v8";
import type { Pulse } from "../protocol/pulse.js";

/** Result of an evaluation. */
export type Outcome =
  | { kind: "value"; value: unknown }
  | { kind: "error"; error: unknown }
  | { kind: "interrupted" };

/** Answer of V8 to a script that it cannot compile or that was terminated. A script that runs has no answer. */
interface Answer {
  error: Error | null;
  exceptionDetails?: { exception?: { objectId: string } };
}

/** Object with which the promise of a script is fulfilled. */
interface ScriptResult {
  ".repl_result": unknown;
}

type Started = { promise: Promise<ScriptResult> } | Outcome;

/** Empties Node's stack of running async hooks. See protocol/interrupt.ts for the reason. */
const { clearAsyncIdStack } = (
  process as unknown as { binding(name: string): { clearAsyncIdStack(): void } }
).binding("async_wrap");
const prepareTermination = Symbol.for("jupyter.kernel.prepareTermination");
const handOver = Symbol.for("jupyter.kernel.handOver");

/** Evaluates scripts in the global scope. */
export class Evaluator {
  private received: unknown;

  /** @param pulse shows that the main thread is not busy while the code of a cell runs */
  constructor(private readonly pulse: Pulse) {
    Object.defineProperty(globalThis, prepareTermination, { value: clearAsyncIdStack });
    Object.defineProperty(globalThis, handOver, {
      value: (value: unknown) => {
        this.received = value;
      },
    });
  }

  /**
   * Runs a script until its top-level awaits are done.
   * @param name name of the script in stack frames
   * @param debugging whether a debugger may pause it at exceptions
   */
  async evaluate(script: string, name: string, debugging: boolean): Promise<Outcome> {
    this.pulse.start();
    try {
      const started = await this.start(`${script}\n//# sourceURL=${name}`, debugging);
      return "promise" in started ? await settled(started.promise) : started;
    } finally {
      this.pulse.stop();
    }
  }

  /**
   * Runs a script until its first top-level await. Returns its promise, or its outcome if it has none.
   *
   * V8 predicts from the callers of the code whether an exception is caught. The function that the constructor of a promise
   * calls makes it predict that none is, so a debugger pauses at it.
   */
  private start(expression: string, debugging: boolean): Promise<Started> {
    return new Promise((resolve, reject) => {
      const session = new Session();
      session.connect();
      // The first promise is the one of the script. V8 makes it before the code runs.
      let promise: Promise<ScriptResult> | undefined;
      const stop = promiseHooks.onInit((made) => {
        promise = made as Promise<ScriptResult>;
        stop();
      }) as () => void;
      let answer: Answer | undefined;
      const parameters = { expression, replMode: true, awaitPromise: true, silent: !debugging };
      session.post("Runtime.evaluate", parameters as object, (error, result) => {
        answer ??= { error, ...(result as object) };
      });
      stop();
      const { error, exceptionDetails } = answer ?? {};
      // The command fails only when V8 terminated the code.
      if (error?.message.includes("terminated")) resolve({ kind: "interrupted" });
      else if (error) reject(error);
      else if (promise) resolve({ promise });
      else if (!exceptionDetails?.exception) resolve({ kind: "interrupted" });
      else resolve({ kind: "error", error: this.take(session, exceptionDetails.exception.objectId) });
      session.disconnect();
    });
  }

  /** Returns the object that a session has under an id. */
  private take(session: Session, objectId: string): unknown {
    session.post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { "use strict"; globalThis[Symbol.for("jupyter.kernel.handOver")](this) }`,
      silent: true,
    });
    const { received } = this;
    this.received = undefined;
    return received;
  }
}

/** Returns the outcome of a script when its promise settles. */
async function settled(promise: Promise<ScriptResult>): Promise<Outcome> {
  try {
    return { kind: "value", value: (await promise)[".repl_result"] };
  } catch (error) {
    return { kind: "error", error };
  }
}
