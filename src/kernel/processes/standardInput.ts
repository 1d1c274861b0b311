// `process.stdin` of cells. The front end is asked for one line each time that code reads.
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Running, Scope } from "../requests/context.js";

/** A line that ends the input: Ctrl+D, as in a terminal. */
const endOfInput = "\x04";

/** Parts of the kernel that ask the user. */
export interface InputSource {
  /** Returns the scope of the running code. */
  scope(): Scope;
  /** Runs code in another scope. */
  within<T>(scope: Scope, work: () => T): T;
  /**
   * Asks for a line of text.
   * @throws {Error} if the front end does not allow questions
   */
  ask(caller: string, prompt: string, isPassword: boolean): Promise<string>;
  /** @throws {Error} if the front end does not allow questions */
  check(caller: string): void;
}

/** A reader of a stream that wants lines only at times, such as an interface of readline. */
export interface Reader {
  /** Returns true if the reader wants a line now. */
  wants(): boolean;
  /** Returns the question and forgets it. */
  takePrompt(): string;
  /** Returns true if the text of the answer is hidden. */
  isHidden(): boolean;
}

/** Reads lines from the front end. Nothing is read ahead, because each line is a question to the user. */
export class StandardInput extends Readable {
  readonly fd = 0;
  /** Default: the stream wants a line whenever it is read, and has no question. */
  reader: Reader = { wants: () => true, takePrompt: () => "", isHidden: () => false };
  private isDemanded = false;
  private answering: Promise<void> | undefined;

  constructor(
    readonly source: InputSource,
    private readonly caller = "process.stdin",
  ) {
    super({ highWaterMark: 0 });
  }

  override _read(): void {
    this.isDemanded = true;
    this.look();
  }

  override resume(): this {
    super.resume();
    this.look();
    return this;
  }

  /** Node's stream of a terminal or pipe has it. */
  ref(): this {
    return this;
  }

  /** Node's stream of a terminal or pipe has it. */
  unref(): this {
    return this;
  }

  /** Asks the user, for the cell that runs, as soon as a line is wanted. The cell waits for the answer. */
  look(): void {
    if (this.answering) return;
    const scope = this.source.scope();
    const { running } = scope;
    const answering = this.answer(scope).finally(() => {
      this.answering = undefined;
      running?.questions.delete(answering);
    });
    this.answering = answering;
    running?.questions.add(answering);
  }

  private async answer(scope: Scope): Promise<void> {
    // The code that got a line may stop reading, so the next one is wanted a turn later at the earliest.
    for (await setImmediate(); this.isWanted(scope.running); await setImmediate()) {
      try {
        const [prompt, isHidden] = [this.reader.takePrompt(), this.reader.isHidden()];
        const line = await this.source.within(scope, () => this.source.ask(this.caller, prompt, isHidden));
        this.isDemanded = false;
        this.source.within(scope, () => this.push(line === endOfInput ? null : `${line}\n`));
      } catch (error) {
        if (!scope.running?.interrupted) this.source.within(scope, () => this.destroy(error as Error));
      }
    }
  }

  private isWanted(running: Running | undefined): boolean {
    if (running?.interrupted || this.destroyed || this.readableEnded) return false;
    // Node counts a stream with a listener of "readable" as paused.
    const isPaused = this.isPaused() && this.listenerCount("readable") === 0;
    return this.isDemanded && !isPaused && this.reader.wants();
  }
}

/**
 * Replaces `process.stdin`. Each cell gets a stream of its own, so that readers of earlier cells receive none of its lines.
 */
export function replaceStandardInput(source: InputSource): void {
  const streams = new WeakMap<object, StandardInput>();
  const beforeCells = {};
  const stream = () => {
    const key = source.scope().running ?? beforeCells;
    const known = streams.get(key);
    if (known && !known.destroyed && !known.readableEnded) return known;
    const made = new StandardInput(source);
    streams.set(key, made);
    return made;
  };
  Object.defineProperty(process, "stdin", { configurable: true, enumerable: true, get: stream });
}
