// Evaluates scripts in V8's REPL mode through an inspector session on the main thread. That mode has top-level await,
// lets names be redeclared and runs loops at full speed. Results are the values themselves, not copies.
import { Session } from "node:inspector";
import type { Pulse } from "../protocol/pulse.js";

/** Result of an evaluation. */
export type Outcome =
  | { kind: "value"; value: unknown }
  | { kind: "error"; error: unknown }
  | { kind: "interrupted" };

interface RemoteObject {
  objectId?: string;
  value?: unknown;
  unserializableValue?: string;
}
interface Evaluation {
  result: RemoteObject;
  exceptionDetails?: { text: string; exception?: RemoteObject };
}

/** Empties Node's stack of running async hooks. See protocol/interrupt.ts for the reason. */
const { clearAsyncIdStack } = (
  process as unknown as { binding(name: string): { clearAsyncIdStack(): void } }
).binding("async_wrap");
const prepareTermination = Symbol.for("jupyter.kernel.prepareTermination");
const handOver = Symbol.for("jupyter.kernel.handOver");

/** Evaluates scripts in the global scope. */
export class Evaluator {
  private readonly session = new Session();
  private received: unknown;
  private count = 0;

  /** @param pulse shows that the main thread is not busy while the code of a cell runs */
  constructor(private readonly pulse: Pulse) {
    this.session.connect();
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
    const objectGroup = `cell ${this.count++}`;
    this.pulse.start();
    try {
      return await this.evaluateIn(objectGroup, script, name, debugging);
    } finally {
      this.pulse.stop();
      // The group has more objects than the value, such as the second one of a thrown error. They keep values alive.
      await this.post("Runtime.releaseObjectGroup", { objectGroup });
    }
  }

  /** Ends the inspector session. */
  close(): void {
    this.session.disconnect();
  }

  private async evaluateIn(
    objectGroup: string,
    script: string,
    name: string,
    debugging: boolean,
  ): Promise<Outcome> {
    let evaluation: Evaluation;
    try {
      evaluation = await this.post<Evaluation>("Runtime.evaluate", {
        expression: `${script}\n//# sourceURL=${name}`,
        replMode: true,
        awaitPromise: true,
        silent: !debugging,
        objectGroup,
      });
    } catch (error) {
      // The command fails only when V8 terminated the code.
      if (String((error as Error).message).includes("terminated")) return { kind: "interrupted" };
      throw error;
    }
    const { result, exceptionDetails } = evaluation;
    if (!exceptionDetails) return { kind: "value", ...(await this.take(result)) };
    if (!exceptionDetails.exception) return { kind: "interrupted" };
    return { kind: "error", error: (await this.take(exceptionDetails.exception)).value };
  }

  /**
   * Returns the value of a remote object. The value is wrapped in an object, because a promise that is a cell's value must
   * not be awaited.
   */
  private async take(remote: RemoteObject): Promise<{ value: unknown }> {
    if (!remote.objectId) {
      if (remote.unserializableValue === undefined) return { value: remote.value };
      const text = remote.unserializableValue;
      return { value: text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text) };
    }
    await this.post("Runtime.callFunctionOn", {
      objectId: remote.objectId,
      // Strict code gets a symbol as it is. A list of arguments would pass through a program's Array.prototype.toJSON.
      functionDeclaration: `function () { "use strict"; globalThis[Symbol.for("jupyter.kernel.handOver")](this) }`,
      silent: true,
    });
    const value = this.received;
    this.received = undefined;
    return { value };
  }

  private post<T>(method: string, parameters: Record<string, unknown>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.session.post(method, parameters, (error, result) => {
        if (error) reject(error);
        else resolve(result as T);
      });
    });
  }
}
