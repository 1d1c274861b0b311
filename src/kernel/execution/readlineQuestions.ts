// `question` of node:readline on process.stdin. The front end shows the question and gives the answer, because the kernel's
// own standard input has no user.
import type { Interface } from "node:readline";
import type { Interface as AsyncInterface } from "node:readline/promises";
import { promisify } from "node:util";

/** The user at the front end. */
export interface Respondent {
  /** Asks for a line of text. */
  ask(query: unknown): Promise<string>;
  /** Returns true if the cell of the running code was interrupted. */
  isInterrupted(): boolean;
}

type Input = { input: unknown; closed: boolean };
type Options = { signal?: AbortSignal };
type Callback = (answer: string) => void;
type Question = (this: Input, query: string, ...more: unknown[]) => unknown;

/**
 * Gives the questions of readline to the front end. The first use of process.stdin loads readline, so that cells that read
 * nothing start without it.
 */
export function answerReadline(respondent: Respondent): void {
  const { get } = Object.getOwnPropertyDescriptor(process, "stdin") as { get: () => NodeJS.ReadStream };
  let stdin: NodeJS.ReadStream | undefined;
  Object.defineProperty(process, "stdin", {
    configurable: true,
    enumerable: true,
    get: () => {
      if (!stdin) {
        stdin = get.call(process);
        replaceQuestions(stdin, respondent);
      }
      return stdin;
    },
  });
}

function replaceQuestions(stdin: NodeJS.ReadStream, { ask, isInterrupted }: Respondent): void {
  const callbacks = process.getBuiltinModule("node:readline").Interface.prototype as Interface;
  const promises = process.getBuiltinModule("node:readline/promises").Interface.prototype as AsyncInterface;
  const answerTo = (query: string, { signal }: Options = {}) =>
    signal ? Promise.race([ask(query), aborted(signal)]) : ask(query);
  // The end of an empty standard input closes the interface, which a user did not.
  const isAsked = ({ input, closed }: Input) => input === stdin && (!closed || stdin.readableEnded);

  const called = callbacks.question as unknown as Question;
  const question: Question = function (query, ...more) {
    if (!isAsked(this)) return called.call(this, query, ...more);
    const callback = more.at(-1) as Callback;
    const options = more.length > 1 ? (more[0] as Options) : {};
    void answerTo(query, options).then(callback, (error) => {
      if (!isInterrupted() && !options.signal?.aborted) throw error;
    });
    return undefined;
  };
  const promised = (called as { [promisify.custom]?: Question })[promisify.custom]!;
  Object.assign(question, { [promisify.custom]: either(promised) });
  Object.assign(callbacks, { question });
  Object.assign(promises, { question: either(promises.question as unknown as Question) });

  function either(original: Question): Question {
    return function (query, options) {
      if (!isAsked(this)) return original.call(this, query, options);
      return answerTo(query, options as Options | undefined);
    };
  }
}

/** Rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
