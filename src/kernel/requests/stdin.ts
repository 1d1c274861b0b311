// Asks the front end for a line of text on the stdin channel. A front end shows one question at a time, so the next one
// waits for the answer to the one before.
import { jsonError } from "../host/toJson.js";
import type { BlockingAnswer } from "../protocol/blockingAnswer.js";
import { createMessage, type Message } from "../protocol/messages.js";
import type { RequestContext, Scope } from "./context.js";

interface Question {
  /** Sends the question to the front end. */
  readonly send: () => void;
  readonly scope: Scope;
  resolve(value: string): void;
  reject(error: Error): void;
}

/** Questions of cells to the user. */
export class Stdin {
  private readonly questions: Question[] = [];

  constructor(
    private readonly context: RequestContext,
    private readonly blocking: BlockingAnswer,
  ) {}

  /**
   * Asks for a line of text.
   * @param prompt the question. A value that is no string is converted, as in Python.
   * @param password whether the front end hides the text
   * @param caller name of the function for errors
   * @throws {JsonError} if the prompt cannot become a string
   * @throws {Error} if the front end does not allow questions, as in a notebook that runs unattended
   */
  ask(prompt: unknown, password: boolean, caller = "input"): Promise<string> {
    return new Promise((resolve, reject) => {
      const send = this.prepared(caller, prompt, password);
      this.questions.push({ send, scope: this.context.scope(), resolve, reject });
      if (this.questions.length === 1) this.send();
    });
  }

  /**
   * Asks for a line of text and runs no other code until the answer comes.
   * @param caller name of the function for errors
   * @throws {Error} if the front end does not allow questions, or another question waits for its answer
   */
  askNow(caller: string, prompt: unknown): string {
    if (this.questions.length > 0)
      throw new Error(
        `${caller}: expected no other question, found an input() without answer; await that one first.`,
      );
    const send = this.prepared(caller, prompt, false);
    const reply = this.blocking.wait(() => {
      let isSent = false;
      const once = () => {
        if (!isSent) send();
        isSent = true;
      };
      // Outputs before it that are not ready cannot become ready during the wait.
      this.context.scope().outputs.add(once);
      once();
    });
    return String(reply.content.value ?? "");
  }

  /** @throws {Error} if the front end does not allow questions */
  check(caller: string): Message {
    const request = this.context.current()?.request;
    if (!request || request.content.allow_stdin === false)
      throw new Error(
        `${caller}: expected a front end that accepts input, found one that does not; run the notebook interactively.`,
      );
    return request;
  }

  private prepared(caller: string, prompt: unknown, password: boolean): () => void {
    const request = this.check(caller);
    const message = createMessage("input_request", { prompt: textOf(prompt), password }, request);
    return this.context.prepared("stdin", message);
  }

  /** Passes the user's answer to the question that was asked first. */
  answer(reply: Message): void {
    const question = this.questions.shift();
    question?.resolve(String(reply.content.value ?? ""));
    this.send();
  }

  /** Rejects all questions, because of an interrupt. */
  cancel(): void {
    this.blocking.cancel();
    for (const question of this.questions.splice(0)) question.reject(new Error("input() was interrupted"));
  }

  private send(): void {
    const next = this.questions[0];
    // The question follows the outputs that were made before it. An interrupt may cancel it meanwhile.
    next?.scope.outputs.add(() => {
      if (this.questions[0] === next) next.send();
    });
  }
}

function textOf(prompt: unknown): string {
  try {
    return String(prompt);
  } catch {
    throw jsonError("input", "a string as prompt", prompt, "pass a string");
  }
}
