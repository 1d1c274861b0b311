// The four sockets that carry messages. The heartbeat has its own file, because it carries bare bytes.
import { setTimeout } from "node:timers/promises";
import { Router, XPublisher } from "zeromq";
import { address, type Connection } from "./connection.js";
import type { Channel, EncodedMessage, Message } from "./messages.js";
import { encodeMessage } from "./schema/outgoing.js";
import { decode, frames, WireError } from "./wire.js";

/** Time that a closed socket may take to send the messages that it still holds, in ms. */
export const linger = 500;

/** Time that a question waits for the front end's stdin socket, and time between two attempts, in ms. */
const [stdinPatience, stdinPause] = [2000, 20];

/** The sockets that a front end sends requests on. */
export type RequestChannel = Exclude<Channel, "iopub">;

/** Signs, sends and receives messages on the sockets of one connection file. */
export class Sockets {
  private readonly sockets = {
    shell: new Router({ linger }),
    control: new Router({ linger }),
    // The sockets of a front end connect one by one. A mandatory router reports a front end that is not there yet, where
    // others drop the message.
    stdin: new Router({ linger, mandatory: true }),
    iopub: new XPublisher({ linger, sendHighWaterMark: 0 }),
  };
  /** The last send of each socket, because ZeroMQ takes one send at a time on a socket. */
  private readonly lastSends: Record<Channel, Promise<void>> = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
    stdin: Promise.resolve(),
    iopub: Promise.resolve(),
  };

  constructor(private readonly connection: Connection) {}

  /** Listens on the ports of the connection file. */
  async bind(): Promise<void> {
    const channels = Object.keys(this.sockets) as Channel[];
    await Promise.all(
      channels.map((channel) =>
        this.sockets[channel].bind(address(this.connection, this.connection[`${channel}_port`])),
      ),
    );
  }

  /** Sends a message after the earlier ones of its channel. The promise resolves when ZeroMQ has taken it. */
  send(channel: Channel, message: Message): Promise<void> {
    return this.sendEncoded(channel, encodeMessage(message));
  }

  /** Sends an encoded message, as `send` does. */
  sendEncoded(channel: Channel, message: EncodedMessage): Promise<void> {
    const signed = frames(this.connection.key, message) as Buffer[];
    this.lastSends[channel] = this.lastSends[channel]
      .then(() => (channel === "stdin" ? this.ask(signed) : this.sockets[channel].send(signed)))
      .catch(() => {});
    return this.lastSends[channel];
  }

  /** Sends a question, again and again until the front end's socket is connected. */
  private async ask(signed: Buffer[]): Promise<void> {
    const end = performance.now() + stdinPatience;
    for (;;) {
      try {
        return await this.sockets.stdin.send(signed);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EHOSTUNREACH" || performance.now() > end) throw error;
        await setTimeout(stdinPause);
      }
    }
  }

  /** Yields the messages of a channel, without those that are malformed or have a wrong signature. */
  async *receive(channel: RequestChannel): AsyncGenerator<Message> {
    for await (const received of this.sockets[channel]) {
      try {
        yield decode(this.connection.key, received);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
      }
    }
  }

  /** Yields the topic of each subscription that a front end makes on iopub. */
  async *subscriptions(): AsyncGenerator<string> {
    for await (const [frame] of this.sockets.iopub) {
      const [subscribes, ...topic] = frame as Buffer;
      if (subscribes === 1) yield Buffer.from(topic).toString("utf8");
    }
  }

  /** Closes the sockets after the last send. A process that ends with open sockets aborts. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.lastSends));
    for (const socket of Object.values(this.sockets)) socket.close();
  }
}
