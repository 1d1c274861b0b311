// Interfaces of node:readline on `process.stdin`. They read all the time, but the user is asked only when code waits for a
// line: by `question`, a listener of "line" or `for await`.
import { syncBuiltinESMExports } from "node:module";
import readline, { type Interface } from "node:readline";
import promises from "node:readline/promises";
import type { Writable } from "node:stream";
import { type Reader, StandardInput } from "./standardInput.js";

type Method = (...args: unknown[]) => unknown;
type Lines = NodeJS.AsyncIterator<string>;
type Class = new (...args: unknown[]) => Interface;

/** Takes over the functions of Node that make interfaces. */
export function watchInterfaces(): void {
  for (const module of [readline, promises] as unknown as { Interface: Class; createInterface: Method }[]) {
    const watched = new Proxy(module.Interface, {
      construct(target, args: unknown[], newTarget) {
        const input = inputOf(args);
        if (!input) return Reflect.construct(target, args, newTarget) as Interface;
        // Lines of one interface do not reach another that was never closed.
        const own = new StandardInput(input.source, "readline");
        const made = Reflect.construct(target, withInput(args, own), newTarget) as Interface;
        own.reader = new InterfaceReader(made, own, module === (promises as unknown));
        // Packages read keys from the stream until they close their interface.
        made.once("close", () => input.pause());
        return made;
      },
    });
    module.Interface = watched;
    module.createInterface = new Proxy(module.createInterface, {
      apply: (_target, _receiver, args) => new watched(...args),
    });
  }
  syncBuiltinESMExports();
}

/** Knows when an interface waits for a line. */
class InterfaceReader implements Reader {
  private question: AbortController | undefined;
  private prompt = "";
  /** True while a loop goes over the lines. It has a listener of "line". */
  private isLooped = false;
  private waitingTurns = 0;

  constructor(
    private readonly lines: Interface,
    private readonly input: StandardInput,
    private readonly isPromise: boolean,
  ) {
    lines.on("newListener", (name) => {
      if (name === "line") input.look();
    });
    const methods = { prompt: this.ownPrompt, question: this.ownQuestion, [Symbol.asyncIterator]: this.loop };
    for (const name of Reflect.ownKeys(methods) as (keyof typeof methods)[]) {
      const value = new Proxy(lines[name] as Method, {
        apply: (target, _receiver, args) =>
          methods[name].call(this, (...given) => Reflect.apply(target, lines, given), args),
      });
      Object.defineProperty(lines, name, { value, configurable: true, writable: true });
    }
  }

  wants(): boolean {
    const isListened = this.lines.listenerCount("line") > Number(this.isLooped);
    return this.question !== undefined || isListened || this.waitingTurns > 0;
  }

  takePrompt(): string {
    const { prompt } = this;
    this.prompt = "";
    return prompt;
  }

  /** Packages and Node's users hide a password by an output that is muted. */
  isHidden(): boolean {
    return (this.outputOwner.output as { muted?: boolean } | undefined)?.muted === true;
  }

  private get outputOwner(): { output: Writable | undefined } {
    return this.lines as unknown as { output: Writable | undefined };
  }

  /** The front end shows the prompt, so it is not printed. */
  private ownPrompt(call: Method, args: unknown[]): void {
    this.prompt = this.lines.getPrompt();
    this.silently(() => call(...args));
    this.input.look();
  }

  /** Runs code of the interface that prints nothing meanwhile. */
  private silently(work: () => void): void {
    const { outputOwner } = this;
    const { output } = outputOwner;
    outputOwner.output = undefined;
    try {
      work();
    } finally {
      outputOwner.output = output;
    }
  }

  private ownQuestion(call: Method, [query, ...rest]: unknown[]): unknown {
    try {
      this.input.source.check("readline.question");
    } catch (error) {
      if (this.isPromise) return Promise.reject(error);
      throw error;
    }
    // Node prints the prompt again for a second question before the answer, and keeps the first.
    if (this.question) return call(query, ...rest);
    const [options, callback] = typeof rest[0] === "function" ? [{}, rest[0]] : rest;
    const { signal } = Object(options) as { signal?: AbortSignal };
    // Node refuses the question.
    if (signal?.aborted || (this.lines as unknown as { closed: boolean }).closed) return call(query, ...rest);
    const asked = new AbortController();
    const { running } = this.input.source.scope();
    const abort = () => this.silently(() => asked.abort());
    const done = () => {
      if (this.question === asked) this.question = undefined;
      running?.stops.delete(abort);
      this.lines.off("close", done);
    };
    this.question = asked;
    // An interrupted question would receive the answer to the next one.
    running?.stops.add(abort);
    asked.signal.addEventListener("abort", done);
    this.lines.once("close", done);
    signal?.addEventListener("abort", done);
    const both = signal ? AbortSignal.any([signal, asked.signal]) : asked.signal;
    const settings = { ...Object(options), signal: both };
    if (this.isPromise) return (call(query, settings) as Promise<string>).finally(done);
    return call(query, settings, (answer: string) => {
      done();
      (callback as Method | undefined)?.(answer);
    });
  }

  private loop(call: Method): Lines {
    const lines = call() as Lines;
    this.isLooped = true;
    return {
      next: async () => {
        this.waitingTurns += 1;
        this.input.look();
        try {
          return await lines.next();
        } finally {
          this.waitingTurns -= 1;
        }
      },
      return: async () => {
        this.isLooped = false;
        return (await lines.return?.()) ?? { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    } as Lines;
  }
}

function inputOf([first]: unknown[]): StandardInput | undefined {
  const input = first instanceof StandardInput ? first : (Object(first) as { input?: unknown }).input;
  return input instanceof StandardInput ? input : undefined;
}

/** Returns arguments with another input. Standard output of a cell is no terminal, unless code asks for one. */
function withInput([first, output, completer, terminal]: unknown[], input: StandardInput): unknown[] {
  if (first instanceof StandardInput) return [input, output, completer, terminal ?? false];
  return [{ terminal: false, ...Object(first), input }];
}
