// Asks the front end for a line of text on the stdin channel. A front end shows one question at a time, so the next one
// waits for the answer to the one before.
import { createMessage, type Message } from "../protocol/messages.js";
import type { RequestContext, Scope } from "./context.js";

interface Question {
  readonly message: Message;
  readonly scope: Scope;
  resolve(value: string): void;
  reject(error: Error): void;
}

/** Questions of cells to the user. */
export class Stdin {
  private readonly questions: Question[] = [];

  constructor(private readonly context: RequestContext) {}

  /**
   * Asks for a line of text.
   * @param password whether the front end hides the text
   * @throws {Error} if the front end does not allow questions, as in a notebook that runs unattended
   */
  ask(prompt: string, password: boolean): Promise<string> {
    const request = this.context.current()?.request;
    if (!request || request.content.allow_stdin === false) {
      return Promise.reject(
        new Error(
          "input: expected a front end that accepts input, found one that does not; run the notebook interactively.",
        ),
      );
    }
    const message = createMessage("input_request", { prompt, password }, request);
    return new Promise((resolve, reject) => {
      this.questions.push({ message, scope: this.context.scope(), resolve, reject });
      if (this.questions.length === 1) this.send();
    });
  }

  /** Passes the user's answer to the question that was asked first. */
  answer(reply: Message): void {
    const question = this.questions.shift();
    question?.resolve(String(reply.content.value ?? ""));
    this.send();
  }

  /** Rejects all questions, because of an interrupt. */
  cancel(): void {
    for (const question of this.questions.splice(0)) question.reject(new Error("input() was interrupted"));
  }

  private send(): void {
    const next = this.questions[0];
    // The question follows the outputs that were made before it. An interrupt may cancel it meanwhile.
    next?.scope.outputs.add(() => {
      if (this.questions[0] === next) this.context.send("stdin", next.message);
    });
  }
}
