// Questions to the reader: input_request on the stdin channel, answered by input_reply.
import type { JsonObject, Message } from "./protocol/messages.js";

interface Waiting {
  resolve: (value: string) => void;
  reject: (error: Error) => void;
}

export class Stdin {
  private readonly parent: () => Message | undefined;
  private readonly request: (content: JsonObject, parent: Message) => void;
  private readonly waiting: Waiting[] = [];

  constructor(parent: () => Message | undefined, request: (content: JsonObject, parent: Message) => void) {
    this.parent = parent;
    this.request = request;
  }

  /** @throws {Error} where the front end cannot ask, such as nbconvert. */
  ask(prompt: string, password: boolean): Promise<string> {
    const parent = this.parent();
    if (!parent || parent.content.allow_stdin !== true) {
      return Promise.reject(
        new Error(
          "This front end cannot ask for input (allow_stdin is false): give the value in the cell instead.",
        ),
      );
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.request({ prompt, password }, parent);
    });
  }

  receive(reply: Message): void {
    this.waiting.shift()?.resolve(String(reply.content.value ?? ""));
  }

  /** An interrupted cell no longer waits. */
  cancel(): void {
    for (const { reject } of this.waiting.splice(0)) reject(new Error("The question was interrupted."));
  }
}
