// A Jupyter client for tests and benchmarks. It starts a kernel by the command of a kernelspec, speaks the wire protocol
// with it, and collects the messages of each request. Tests may also send invalid frames.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { JsonObject } from "typescript-lab";
import { Dealer, Request, Subscriber } from "zeromq";
import { address, type Connection, digestOf, usesIpv6 } from "../../src/kernel/protocol/connection.js";
import { createMessage, type Message } from "../../src/kernel/protocol/messages.js";
import { decode, encode, frames } from "../../src/kernel/protocol/wire.js";
import { kernelMain, root } from "./venv.js";

/** Command of the kernel. `{connection_file}` is replaced by the path of that file. */
export const ourKernel = [
  process.execPath,
  "--experimental-import-meta-resolve",
  "--no-warnings",
  kernelMain,
  "{connection_file}",
];

/** Reason to skip tests of the built kernel, or false. */
export const notBuilt = existsSync(kernelMain) ? false : "the kernel is not built: run npm run build";

export interface KernelOptions {
  readonly argv?: readonly string[];
  /** Folder of the notebook. Default: a temporary folder that is removed with the kernel. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Code to run before the client listens on iopub, as in a front end whose sockets connect slowly. */
  readonly early?: string;
  /** Fields of the connection file. Default: sockets of 127.0.0.1 with a random key. */
  readonly connection?: Partial<Connection>;
  /** Leaves the stdin socket to `connectStdin`. */
  readonly lateStdin?: boolean;
}

/** Reply of a request, and the messages that were published for it between busy and idle. */
export interface Answer {
  readonly id: string;
  readonly reply: JsonObject;
  readonly published: Message[];
}

type Channel = "shell" | "control" | "stdin";

export class KernelClient {
  /** All published messages in order, also those of other requests. */
  readonly published: Message[] = [];
  private readonly session = randomUUID();
  private readonly waiting = new Set<() => void>();
  private readonly replies = new Map<string, Message>();
  private stdinHandler: ((message: Message) => void) | undefined;
  /** Text that the process wrote to its own standard error. */
  stderr = "";

  private constructor(
    readonly process: ChildProcess,
    readonly folder: string,
    private readonly connection: Connection,
    private readonly sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber },
    private readonly temporary: string,
  ) {
    for (const channel of ["shell", "control", "stdin", "iopub"] as const) void this.read(channel);
  }

  /** Starts a kernel and waits for its first reply. */
  static async start({
    argv = ourKernel,
    folder,
    env,
    early,
    lateStdin = false,
    connection: given,
  }: KernelOptions = {}): Promise<KernelClient> {
    const temporary = mkdtempSync(join(tmpdir(), "kernel-test-"));
    const ports = await Promise.all(Array.from({ length: 5 }, freePort));
    const [shell_port, control_port, stdin_port, iopub_port, hb_port] = ports as [
      number,
      number,
      number,
      number,
      number,
    ];
    const connection: Connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      ...{ shell_port, control_port, stdin_port, iopub_port, hb_port },
      ...given,
    };
    const file = join(temporary, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const [program, ...args] = argv.map((part) => part.replace("{connection_file}", file));
    const child = spawn(program!, args, {
      cwd: folder ?? temporary,
      env: {
        ...process.env,
        JPY_PARENT_PID: String(process.pid),
        TYPESCRIPT_LAB_PACKAGES: root,
        ...env,
      },
      stdio: ["ignore", "inherit", "pipe"],
    });
    const [routingId, ipv6] = [randomUUID(), usesIpv6(connection)];
    const sockets = {
      shell: new Dealer({ routingId, linger: 0, ipv6 }),
      control: new Dealer({ routingId, linger: 0, ipv6 }),
      stdin: new Dealer({ routingId, linger: 0, ipv6 }),
      iopub: new Subscriber({ linger: 0, ipv6 }),
    };
    sockets.iopub.subscribe("");
    for (const channel of ["shell", "control"] as const)
      sockets[channel].connect(address(connection, connection[`${channel}_port`]));
    const client = new KernelClient(child, folder ?? temporary, connection, sockets, temporary);
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      client.stderr += text;
      process.stderr.write(text);
    });
    if (early !== undefined) {
      await client.submit(early);
      const running = await client.send("kernel_info_request", {}, "control");
      await client.until(() => client.replies.has(running));
      await setTimeout(100);
    }
    sockets.iopub.connect(address(connection, connection.iopub_port));
    if (!lateStdin) client.connectStdin();
    await client.firstReply();
    return client;
  }

  /** Connects the stdin socket. */
  connectStdin(): void {
    this.sockets.stdin.connect(address(this.connection, this.connection.stdin_port));
  }

  /** Sends a request and waits for its reply and its idle. */
  async request(
    type: string,
    content: JsonObject = {},
    channel: "shell" | "control" = "shell",
  ): Promise<Answer> {
    return this.answerTo(await this.send(type, content, channel));
  }

  /** Subscribes to iopub by another socket, which never reads. The caller closes it. */
  subscribeWithoutReading(): Subscriber {
    const socket = new Subscriber({ linger: 0, receiveHighWaterMark: 1, receiveBufferSize: 4096 });
    socket.subscribe("");
    socket.connect(address(this.connection, this.connection.iopub_port));
    return socket;
  }

  /** Runs code in the kernel. */
  execute(code: string, more: JsonObject = {}): Promise<Answer> {
    return this.request("execute_request", executeContent(code, more));
  }

  /** Sends an execute_request and returns its msg_id at once. */
  submit(code: string, more: JsonObject = {}): Promise<string> {
    return this.send("execute_request", executeContent(code, more));
  }

  /** Sends a message and returns its msg_id. */
  async send(
    type: string,
    content: JsonObject = {},
    channel: Channel = "shell",
    more: { buffers?: Uint8Array[]; parent?: Message; subshell?: string } = {},
  ): Promise<string> {
    const message = createMessage(type, content, more.parent, { buffers: more.buffers });
    message.identities = [];
    message.header.session = this.session;
    if (more.subshell !== undefined) message.header.subshell_id = more.subshell;
    await this.sendFrames(channel, encode(this.connection.key, message, digestOf(this.connection)));
    return message.header.msg_id;
  }

  /** Signs and sends the JSON texts of a message's four parts, which may be invalid. */
  async sendParts(channel: Channel, parts: readonly string[], buffers: Uint8Array[] = []): Promise<void> {
    await this.sendFrames(
      channel,
      frames(this.connection.key, { identities: [], parts, buffers }, digestOf(this.connection)),
    );
  }

  /** Returns the reply of a request, if it has arrived. */
  replyTo(id: string): Message | undefined {
    return this.replies.get(id);
  }

  /** Sends frames unchanged. */
  async sendFrames(channel: Channel, bytes: Uint8Array[]): Promise<void> {
    await this.sockets[channel].send(bytes as Buffer[]);
  }

  /** Waits for the reply and the idle of a request. */
  async answerTo(id: string): Promise<Answer> {
    await this.until(() => this.replies.has(id) && this.isIdleAfter(id));
    const published = this.of(id).filter(({ header }) => header.msg_type !== "status");
    return { id, reply: this.replies.get(id)!.content, published };
  }

  /** Returns true if the kernel has published the idle of a request. */
  isIdleAfter(id: string): boolean {
    return this.of(id).some(isIdle);
  }

  /** Returns the messages that were published for a request until now. */
  of(id: string): Message[] {
    return this.published.filter(({ parentHeader }) => parentHeader.msg_id === id);
  }

  /** Waits until a condition is true. Each message checks it. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const giveUp = globalThis.setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`The kernel did not answer within a minute; it waits for ${condition}`));
      }, 60_000);
      const look = () => {
        if (!condition()) return;
        clearTimeout(giveUp);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** Answers each input_request by a function. One that returns undefined gives no answer. */
  onInput(answer: (request: Message) => string | undefined): void {
    this.stdinHandler = (parent) => {
      const value = answer(parent);
      if (value !== undefined) void this.send("input_reply", { value }, "stdin", { parent });
    };
  }

  interrupt(): Promise<Answer> {
    return this.request("interrupt_request", {}, "control");
  }

  /** Sends text to the heartbeat and returns its echo. */
  async heartbeat(text: string): Promise<string> {
    const socket = new Request({ linger: 0, receiveTimeout: 5000, ipv6: usesIpv6(this.connection) });
    socket.connect(address(this.connection, this.connection.hb_port));
    await socket.send(text);
    const [echo] = await socket.receive();
    socket.close();
    return String(echo);
  }

  /** Shuts the kernel down and waits for its end. */
  async close(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      await this.send("shutdown_request", { restart: false }, "control");
      const late = globalThis.setTimeout(() => this.process.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(late);
    }
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.temporary, { recursive: true, force: true });
  }

  private async read(channel: Channel | "iopub"): Promise<void> {
    for await (const received of this.sockets[channel]) {
      const message = decode(this.connection.key, received, digestOf(this.connection));
      if (channel === "iopub") this.published.push(message);
      else if (channel === "stdin") this.stdinHandler?.(message);
      else this.replies.set(String(message.parentHeader.msg_id), message);
      for (const look of [...this.waiting]) look();
    }
  }

  /** Asks for kernel_info until reply and idle arrive, because messages before the subscription are lost. */
  private async firstReply(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      const id = await this.send("kernel_info_request");
      const there = () => this.replies.has(id) && this.isIdleAfter(id);
      const patience = attempt < 20 ? 50 : 500;
      for (let waited = 0; waited < patience && !there(); waited += 5) await setTimeout(5);
      if (there()) return;
      if (this.process.exitCode !== null) throw new Error(`The kernel ended with ${this.process.exitCode}.`);
    }
    throw new Error("The kernel did not answer.");
  }
}

/** Returns the text that a cell printed. */
export function printed(published: Message[], name: "stdout" | "stderr" = "stdout"): string {
  return published
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");
}

/** Returns the MIME bundle of a cell's value or of its first output of another type. */
export function shown(published: Message[], type = "execute_result"): Record<string, string> | undefined {
  return published.find(({ header }) => header.msg_type === type)?.content.data as
    | Record<string, string>
    | undefined;
}

/** Runs a cell and returns its value as text. Throws the error of a cell that fails. */
export async function resultOf(client: KernelClient, code: string): Promise<string | undefined> {
  const { reply, published } = await client.execute(code);
  if (reply.status !== "ok")
    throw new Error((reply.traceback as string[] | undefined)?.join("\n") ?? String(reply.status));
  return shown(published)?.["text/plain"];
}

function isIdle({ header, content }: Message): boolean {
  return header.msg_type === "status" && content.execution_state === "idle";
}

function executeContent(code: string, more: JsonObject): JsonObject {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: true,
    stop_on_error: true,
    ...more,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
