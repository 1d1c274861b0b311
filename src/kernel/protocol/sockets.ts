// The four sockets that carry messages. The heartbeat has its own file, because it carries bare bytes.
import { setTimeout } from "node:timers/promises";
import { Router, XPublisher } from "zeromq";
import { TypeScriptLabError } from "../host/errors.js";
import { address, type Connection, digestOf, PortError, usesIpv6 } from "./connection.js";
import { log } from "./log.js";
import type { Channel, EncodedMessage, Message } from "./messages.js";
import { Replays } from "./replays.js";
import { checkContent, type Problem } from "./schema/incoming.js";
import { encodeMessage } from "./schema/outgoing.js";
import { decode, frames, WireError } from "./wire.js";

/** Time that a closed socket may take to send the messages that it still holds, in ms. */
export const linger = 500;

/** Replies that wait for a client that does not read. Later ones are dropped. */
const waitingReplies = 10_000;
/** Published messages that wait for a subscriber that does not read. */
const waitingOutputs = 64;
/** Time that a message waits for a subscriber that is this far behind, and between two attempts, in ms. */
const [subscriberPatience, subscriberPause] = [1000, 2];
/** Time that a question waits for the front end's stdin socket, and time between two attempts, in ms. */
const [stdinPatience, stdinPause] = [2000, 20];

/** The sockets that a front end sends requests on. */
export type RequestChannel = Exclude<Channel, "iopub">;

/** A message of a front end. */
export interface Received {
  readonly message: Message;
  /** The reason why the message is invalid. Its invalid parts are empty. */
  readonly problem?: Problem;
}

/** Signs, sends and receives messages on the sockets of one connection file. */
export class Sockets {
  private readonly sockets;
  private readonly digest: string;
  private readonly replays = new Replays();
  /** The last send of each socket, because ZeroMQ takes one send at a time on a socket. */
  private readonly lastSends: Record<Channel, Promise<void>> = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
    stdin: Promise.resolve(),
    iopub: Promise.resolve(),
  };

  constructor(private readonly connection: Connection) {
    this.digest = digestOf(connection);
    const common = { linger, ipv6: usesIpv6(connection) };
    this.sockets = {
      shell: new Router({ ...common, sendHighWaterMark: waitingReplies }),
      control: new Router({ ...common, sendHighWaterMark: waitingReplies }),
      // The sockets of a front end connect one by one. A mandatory router reports a front end that is not there yet,
      // where others drop the message.
      stdin: new Router({ ...common, mandatory: true }),
      iopub: new XPublisher({ ...common, sendHighWaterMark: waitingOutputs, noDrop: true }),
    };
  }

  /**
   * Listens on the ports of the connection file.
   * @throws {PortError} for a port or an address that cannot be used
   */
  async bind(): Promise<void> {
    for (const channel of Object.keys(this.sockets) as Channel[]) {
      const at = address(this.connection, this.connection[`${channel}_port`]);
      await this.sockets[channel].bind(at).catch((error: Error) => {
        throw new PortError(`${channel}_port`, at, error);
      });
    }
  }

  /** Sends a message after the earlier ones of its channel. The promise resolves when ZeroMQ has taken it. */
  send(channel: Channel, message: Message): Promise<void> {
    try {
      return this.sendEncoded(channel, encodeMessage(message));
    } catch (error) {
      log(`${message.header.msg_type} was not sent: ${error}`);
      return Promise.resolve();
    }
  }

  /** Sends an encoded message, as `send` does. */
  sendEncoded(channel: Channel, message: EncodedMessage): Promise<void> {
    const signed = frames(this.connection.key, message, this.digest) as Buffer[];
    this.lastSends[channel] = this.lastSends[channel]
      .then(() => this.transmit(channel, signed))
      .catch(() => {});
    return this.lastSends[channel];
  }

  /** Resolves when ZeroMQ has taken all messages that were published until now. */
  published(): Promise<void> {
    return this.lastSends.iopub;
  }

  private transmit(channel: Channel, signed: Buffer[]): Promise<void> {
    if (channel === "stdin") return this.ask(signed);
    if (channel === "iopub") return this.publish(signed);
    return this.sockets[channel].send(signed);
  }

  /** Sends a question, again and again until the front end's socket is connected. */
  private async ask(signed: Buffer[]): Promise<void> {
    const { stdin } = this.sockets;
    const mayWait = untilTimeout(stdinPatience);
    await attempt(() => stdin.send(signed), "EHOSTUNREACH", mayWait, stdinPause);
  }

  /**
   * Publishes a message. Subscribers that are too far behind for too long do not get it, nor later ones until they have
   * caught up.
   */
  private async publish(signed: Buffer[]): Promise<void> {
    const { iopub } = this.sockets;
    try {
      const mayWait = untilTimeout(subscriberPatience);
      await attempt(() => iopub.send(signed), "EAGAIN", mayWait, subscriberPause);
    } catch {
      iopub.noDrop = false;
      await iopub.send(signed);
      iopub.noDrop = true;
    }
  }

  /** Yields the messages of a channel. It logs and omits those that nobody can be answered. */
  async *receive(channel: RequestChannel): AsyncGenerator<Received> {
    for await (const received of this.sockets[channel]) {
      const one = this.read(received, channel);
      if (one) yield one;
    }
  }

  private read(received: readonly Uint8Array[], channel: RequestChannel): Received | undefined {
    try {
      const message = decode(this.connection.key, received, this.digest);
      if (this.replays.isReplay(signatureOf(received, message))) {
        log(`${channel}: ignored a message with the signature of an earlier one`);
        return undefined;
      }
      return { message, problem: problemOf(message) };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      if (error.request) return { message: error.request, problem: invalid(error.message) };
      log(`${channel}: ignored a message: ${error.message}`);
      return undefined;
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

/** Returns a function that returns true until a time in ms is over. */
function untilTimeout(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() < end;
}

/** Sends again and again while sending fails by an error code and `mayWait` returns true. */
async function attempt(
  send: () => Promise<void>,
  code: string,
  mayWait: () => boolean,
  pause: number,
): Promise<void> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== code || !mayWait()) throw error;
      await setTimeout(pause);
    }
  }
}

function signatureOf(received: readonly Uint8Array[], { identities }: Message): string {
  return Buffer.from(received[identities.length + 1]!).toString("latin1");
}

function problemOf({ header, content }: Message): Problem | undefined {
  try {
    checkContent(header.msg_type, content);
    return undefined;
  } catch (error) {
    if (error instanceof TypeScriptLabError) return invalid(error.message);
    throw error;
  }
}

function invalid(evalue: string): Problem {
  return { ename: "InvalidMessage", evalue };
}
