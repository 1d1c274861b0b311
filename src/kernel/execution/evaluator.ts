// Evaluates scripts in V8's own REPL mode through an inspector session on the main thread: top-level await,
// names that can be declared again, loops at full speed. Results are handed over as values, not as copies.
import { Session } from "node:inspector";

/** What came of a cell. */
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

/** Node's own list of running async hooks; see the protocol thread for why it is emptied. */
const { clearAsyncIdStack } = (
  process as unknown as { binding(name: string): { clearAsyncIdStack(): void } }
).binding("async_wrap");
const prepareTermination = Symbol.for("jupyter.kernel.prepareTermination");
const handOver = Symbol.for("jupyter.kernel.handOver");

export class Evaluator {
  private readonly session = new Session();
  private received: unknown;

  constructor() {
    this.session.connect();
    Object.defineProperty(globalThis, prepareTermination, { value: clearAsyncIdStack });
    Object.defineProperty(globalThis, handOver, {
      value: (value: unknown) => {
        this.received = value;
      },
    });
  }

  /**
   * Runs a script and waits for what it awaits.
   * @param name what stack frames call it
   * @param debugging whether a debugger may stop it where it throws
   */
  async evaluate(script: string, name: string, debugging: boolean): Promise<Outcome> {
    let evaluation: Evaluation;
    try {
      evaluation = await this.post<Evaluation>("Runtime.evaluate", {
        expression: `${script}\n//# sourceURL=${name}`,
        replMode: true,
        awaitPromise: true,
        silent: !debugging,
      });
    } catch (error) {
      // The only way that evaluating itself fails is that its code was terminated.
      if (String((error as Error).message).includes("terminated")) return { kind: "interrupted" };
      throw error;
    }
    const { result, exceptionDetails } = evaluation;
    if (!exceptionDetails) return { kind: "value", ...(await this.take(result)) };
    if (!exceptionDetails.exception) return { kind: "interrupted" };
    return { kind: "error", error: (await this.take(exceptionDetails.exception)).value };
  }

  close(): void {
    this.session.disconnect();
  }

  /**
   * The value behind a remote object, which is released: the session would keep it alive for ever. It comes in an
   * object, because a promise that is a cell's value must not be awaited on the way.
   */
  private async take(remote: RemoteObject): Promise<{ value: unknown }> {
    if (!remote.objectId) {
      if (remote.unserializableValue === undefined) return { value: remote.value };
      const text = remote.unserializableValue;
      return { value: text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text) };
    }
    await this.post("Runtime.callFunctionOn", {
      objectId: remote.objectId,
      functionDeclaration: `function (value) { globalThis[Symbol.for("jupyter.kernel.handOver")](value) }`,
      arguments: [{ objectId: remote.objectId }],
      silent: true,
    });
    await this.post("Runtime.releaseObject", { objectId: remote.objectId });
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
