// Asks the front end for a line of text on the stdin channel, for the cell that is running. A front end shows one
// question at a time, so the next waits until the one before it is answered.
import { createMessage, type Message } from "../protocol/messages.js";
import type { RequestContext, Scope } from "./context.js";

interface Question {
  readonly message: Message;
  readonly scope: Scope;
  resolve(value: string): void;
  reject(error: Error): void;
}

export class Stdin {
  private readonly questions: Question[] = [];

  constructor(private readonly context: RequestContext) {}

  /** @throws {Error} where the front end allows no questions, as in a notebook that runs unattended. */
  ask(prompt: string, password: boolean): Promise<string> {
    const request = this.context.current()?.request;
    if (!request || request.content.allow_stdin === false) {
      return Promise.reject(
        new Error("input(): this front end takes no input; run the notebook where one can type."),
      );
    }
    const message = createMessage("input_request", { prompt, password }, request);
    return new Promise((resolve, reject) => {
      this.questions.push({ message, scope: this.context.scope(), resolve, reject });
      if (this.questions.length === 1) this.send();
    });
  }

  answer(reply: Message): void {
    const question = this.questions.shift();
    question?.resolve(String(reply.content.value ?? ""));
    this.send();
  }

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
