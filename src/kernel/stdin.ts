// Asks the front end for a line of text on the stdin channel, for the cell that is running.
import { createMessage, type Message, type ToProtocol } from "./protocol/messages.js";

export class Stdin {
  private waiting: { resolve: (value: string) => void; reject: (error: Error) => void } | undefined;

  constructor(
    private readonly send: (message: ToProtocol) => void,
    private readonly currentParent: () => Message | undefined,
  ) {}

  /** @throws {Error} where the front end allows no questions, as in a notebook that runs unattended. */
  ask(prompt: string, password: boolean): Promise<string> {
    const parent = this.currentParent();
    if (!parent || parent.content.allow_stdin === false) {
      return Promise.reject(
        new Error("input(): this front end takes no input; run the notebook where one can type."),
      );
    }
    this.send({
      kind: "send",
      channel: "stdin",
      message: createMessage("input_request", { prompt, password }, parent),
    });
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  answer(message: Message): void {
    this.waiting?.resolve(String(message.content.value ?? ""));
    this.waiting = undefined;
  }

  cancel(): void {
    this.waiting?.reject(new Error("input() was interrupted"));
    this.waiting = undefined;
  }
}
