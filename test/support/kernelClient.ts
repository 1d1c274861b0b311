// A Jupyter client of our own for tests and benchmarks: starts a kernel from its kernelspec's command, speaks the
// wire protocol with it, also wrongly where a test asks for that, and gathers what each request brought about.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { JsonObject } from "typescript-lab";
import { Dealer, Request, Subscriber } from "zeromq";
import { address, type Connection } from "../../src/kernel/protocol/connection.js";
import { createMessage, type Message } from "../../src/kernel/protocol/messages.js";
import { decode, encode } from "../../src/kernel/protocol/wire.js";
import { kernelMain, root } from "./venv.js";

/** The command of the kernel under test; `{connection_file}` stands for that file's path. */
export const ourKernel = [
  process.execPath,
  "--experimental-import-meta-resolve",
  "--no-warnings",
  kernelMain,
  "{connection_file}",
];

/** Why tests of the built kernel cannot run here, or false when they can. */
export const notBuilt = existsSync(kernelMain) ? false : "the kernel is not built: run npm run build";

export interface KernelOptions {
  readonly argv?: readonly string[];
  /** Where the notebook lies; a temporary folder that goes away with the kernel when not given. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Runs this code before it listens on iopub, as a front end whose sockets connect slowly. */
  readonly early?: string;
}

/** What a request brought about: its reply, and what was published for it between busy and idle. */
export interface Answer {
  readonly id: string;
  readonly reply: JsonObject;
  readonly published: Message[];
}

type Channel = "shell" | "control" | "stdin";

export class KernelClient {
  /** Everything published, in order, also what belongs to no request of this client. */
  readonly published: Message[] = [];
  private readonly session = randomUUID();
  private readonly waiting = new Set<() => void>();
  private readonly replies = new Map<string, Message>();
  private stdinHandler: ((message: Message) => void) | undefined;
  /** What the process itself wrote to its standard error, which no front end shows. */
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
  static async start({ argv = ourKernel, folder, env, early }: KernelOptions = {}): Promise<KernelClient> {
    const temporary = mkdtempSync(join(tmpdir(), "kernel-test-"));
    const ports = await Promise.all(Array.from({ length: 5 }, freePort));
    const [shell_port, control_port, stdin_port, iopub_port, hb_port] = ports as [
      number,
      number,
      number,
      number,
      number,
    ];
    const connection: Connection & { signature_scheme: string } = {
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      ...{ shell_port, control_port, stdin_port, iopub_port, hb_port },
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
    const routingId = randomUUID();
    const sockets = {
      shell: new Dealer({ routingId, linger: 0 }),
      control: new Dealer({ routingId, linger: 0 }),
      stdin: new Dealer({ routingId, linger: 0 }),
      iopub: new Subscriber({ linger: 0 }),
    };
    sockets.iopub.subscribe("");
    for (const channel of ["shell", "control", "stdin"] as const)
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
    await client.firstReply();
    return client;
  }

  /** Sends a request and waits until its reply and its idle are there. */
  async request(
    type: string,
    content: JsonObject = {},
    channel: "shell" | "control" = "shell",
  ): Promise<Answer> {
    return this.answerTo(await this.send(type, content, channel));
  }

  /** Runs code in the kernel. */
  execute(code: string, more: JsonObject = {}): Promise<Answer> {
    return this.request("execute_request", executeContent(code, more));
  }

  /** Sends an execute_request without waiting; gives its msg_id. */
  submit(code: string, more: JsonObject = {}): Promise<string> {
    return this.send("execute_request", executeContent(code, more));
  }

  /** Sends a message; gives its msg_id. */
  async send(
    type: string,
    content: JsonObject = {},
    channel: Channel = "shell",
    more: { buffers?: Uint8Array[]; parent?: Message } = {},
  ): Promise<string> {
    const message = createMessage(type, content, more.parent, { buffers: more.buffers });
    message.identities = [];
    message.header.session = this.session;
    await this.sendFrames(channel, encode(this.connection.key, message));
    return message.header.msg_id;
  }

  /** Sends frames as they are. */
  async sendFrames(channel: Channel, frames: Uint8Array[]): Promise<void> {
    await this.sockets[channel].send(frames as Buffer[]);
  }

  /** Waits for the reply and the idle of a request that was sent. */
  async answerTo(id: string): Promise<Answer> {
    await this.until(() => this.replies.has(id) && this.isIdleAfter(id));
    const published = this.of(id).filter(({ header }) => header.msg_type !== "status");
    return { id, reply: this.replies.get(id)!.content, published };
  }

  /** Whether the kernel said that it is done with a request. */
  isIdleAfter(id: string): boolean {
    return this.of(id).some(isIdle);
  }

  /** What was published for a request until now. */
  of(id: string): Message[] {
    return this.published.filter(({ parentHeader }) => parentHeader.msg_id === id);
  }

  /** Waits until a condition holds; it is looked at whenever a message comes. */
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

  /** Answers each input_request by a function of it. */
  onInput(answer: (request: Message) => string): void {
    this.stdinHandler = (parent) =>
      void this.send("input_reply", { value: answer(parent) }, "stdin", { parent });
  }

  interrupt(): Promise<Answer> {
    return this.request("interrupt_request", {}, "control");
  }

  /** What the heartbeat sends back. */
  async heartbeat(text: string): Promise<string> {
    const socket = new Request({ linger: 0, receiveTimeout: 5000 });
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
    for await (const frames of this.sockets[channel]) {
      const message = decode(this.connection.key, frames);
      if (channel === "iopub") this.published.push(message);
      else if (channel === "stdin") this.stdinHandler?.(message);
      else this.replies.set(String(message.parentHeader.msg_id), message);
      for (const look of [...this.waiting]) look();
    }
  }

  /** A subscriber may miss what is published before it has joined, so kernel_info is asked until both are there. */
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

/** The text that a request's cell printed. */
export function printed(published: Message[], name: "stdout" | "stderr" = "stdout"): string {
  return published
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text)
    .join("");
}

/** The data of a cell's value, or of what it displayed, as MIME bundle. */
export function shown(published: Message[], type = "execute_result"): Record<string, string> | undefined {
  return published.find(({ header }) => header.msg_type === type)?.content.data as
    | Record<string, string>
    | undefined;
}

/** A cell's value as text; an error, which nobody expected, is thrown. */
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
