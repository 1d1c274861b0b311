// Lets the main thread stop until the user answers, as the browser's `prompt` does. The protocol thread passes the answer
// through a port of its own, because the main thread handles no messages meanwhile.
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Message } from "./messages.js";

const idle = 0;
const waiting = 1;

/** The side of the protocol thread. */
export interface AnswerPort {
  readonly state: Int32Array;
  readonly port: MessagePort;
}

/** The side of the main thread. */
export class BlockingAnswer {
  /** Passed to the protocol thread. Its port must be transferred. */
  readonly forThread: AnswerPort;
  private readonly port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.forThread = { state: new Int32Array(new SharedArrayBuffer(4)), port: port2 };
    port1.unref();
  }

  /**
   * Returns the answer to a question. An interrupt terminates the wait.
   * @param ask sends the question
   */
  wait(ask: () => void): Message {
    const { state } = this.forThread;
    // An answer that came after an interrupt belongs to no question.
    while (receiveMessageOnPort(this.port));
    Atomics.store(state, 0, waiting);
    ask();
    Atomics.wait(state, 0, waiting);
    return (receiveMessageOnPort(this.port) as { message: Message }).message;
  }

  /** Stops passing answers to a wait that was terminated. */
  cancel(): void {
    Atomics.store(this.forThread.state, 0, idle);
  }
}

/** Passes an answer to the main thread if that waits for one. Returns whether it does. */
export function passAnswer({ state, port }: AnswerPort, answer: Message): boolean {
  if (Atomics.load(state, 0) !== waiting) return false;
  port.postMessage(answer);
  Atomics.store(state, 0, idle);
  Atomics.notify(state, 0);
  return true;
}
