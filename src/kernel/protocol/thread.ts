// The protocol thread: owns the five sockets, so that heartbeat, interrupt and shutdown answer while a cell
// keeps the main thread busy. It parses, signs and forwards, and interprets only those control requests.
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router, XPublisher } from "zeromq";
import type { DebugAdapter } from "../debugger/adapter.js";
import { MainThreadInspector } from "../debugger/inspector.js";
import type { JsonObject } from "../host/json.js";
import { address, type Connection } from "./connection.js";
import { type Channel, createMessage, type Message, type ToMain, type ToProtocol } from "./messages.js";
import { decode, encode, WireError } from "./wire.js";

const { connection, pulse } = workerData as { connection: Connection; pulse: Int32Array };
/** How long the main thread may take to answer an interrupt by itself before its code is terminated, in ms. */
const patience = 80;

const sockets = {
  shell: new Router(),
  control: new Router(),
  stdin: new Router(),
  iopub: new XPublisher({ sendHighWaterMark: 0 }),
};
const heartbeat = new Reply();

/** How long the first execution waits for somebody to listen on iopub, in ms; how long the last messages have to leave. */
const [greeting, farewell] = [1000, 50];
let greet: () => void;
/**
 * Ends when a front end listens on iopub. Its sockets connect one by one: a request can be here before the one that
 * its outputs go to, which would be lost.
 */
const heard = new Promise<void>((resolve) => {
  greet = resolve;
});
let greeted: Promise<void> | undefined;

/** zeromq takes one send at a time on a socket, so each has a tail to wait for. */
const tails: Record<Channel, Promise<void>> = {
  shell: Promise.resolve(),
  control: Promise.resolve(),
  stdin: Promise.resolve(),
  iopub: Promise.resolve(),
};

function send(channel: Channel, message: Message): Promise<void> {
  const frames = encode(connection.key, message) as Buffer[];
  tails[channel] = tails[channel].then(() => sockets[channel].send(frames)).catch(() => {});
  return tails[channel];
}

function post(message: ToMain): void {
  parentPort!.postMessage(message);
}

async function listen(channel: "shell" | "control" | "stdin"): Promise<void> {
  for await (const frames of sockets[channel]) {
    let message: Message;
    try {
      message = decode(connection.key, frames);
    } catch (error) {
      if (error instanceof WireError) continue;
      throw error;
    }
    if (message.header.msg_type === "execute_request") {
      greeted ??= Promise.race([heard, after(greeting)]);
      await greeted;
    }
    if (channel === "stdin") post({ kind: "inputReply", message });
    else if (channel === "control" && message.header.msg_type === "interrupt_request") interrupt(message);
    else if (message.header.msg_type === "debug_request") void debug(channel, message);
    else if (message.header.msg_type === "shutdown_request") await shutDown(channel, message);
    else post({ kind: "request", channel, message });
  }
}

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function status(parent: Message, execution_state: "busy" | "idle"): void {
  send("iopub", createMessage("status", { execution_state }, parent));
}

/** Asks the main thread first; where it doesn't answer because user code keeps it, that code is terminated. */
function interrupt(request: Message): void {
  status(request, "busy");
  void stopRunningCode();
  send("control", createMessage("interrupt_reply", { status: "ok" }, request));
  status(request, "idle");
}

async function stopRunningCode(): Promise<void> {
  const before = Atomics.load(pulse, 0);
  post({ kind: "interrupt", at: Date.now() });
  if (await (await adapter)?.endPause(terminate)) return;
  await after(patience);
  if (Atomics.load(pulse, 0) === before) terminate();
}

function terminate(): void {
  inspector().tell("Runtime.evaluate", { expression: prepareTermination, silent: true });
  inspector().tell("Runtime.terminateExecution");
}

/**
 * Terminated code never leaves its async hooks, and Node ends the process over a stack of them that is not
 * empty (AsyncLocalStorage turns the hooks on). So the stack is emptied just before.
 */
const prepareTermination = `globalThis[Symbol.for("jupyter.kernel.prepareTermination")]()`;

let session: MainThreadInspector | undefined;
function inspector(): MainThreadInspector {
  session ??= new MainThreadInspector();
  return session;
}

/** The debugger, which is loaded when a front end asks for it first. */
let adapter: Promise<DebugAdapter> | undefined;

async function debug(channel: "shell" | "control" | "stdin", request: Message): Promise<void> {
  status(request, "busy");
  adapter ??= import("../debugger/adapter.js").then(
    ({ DebugAdapter }) => new DebugAdapter(inspector(), post, publishDebugEvent),
  );
  const response = await (await adapter).handle(request.content);
  send(channel, createMessage("debug_reply", response, request));
  status(request, "idle");
}

let debugEvents = 0;
function publishDebugEvent(event: string, body: JsonObject): void {
  debugEvents += 1;
  send("iopub", createMessage("debug_event", { type: "event", seq: debugEvents, event, body }));
}

async function shutDown(channel: "shell" | "control", request: Message): Promise<void> {
  status(request, "busy");
  const restart = request.content.restart === true;
  await send(channel, createMessage("shutdown_reply", { status: "ok", restart }, request));
  status(request, "idle");
  await leave();
}

/** Closes the sockets once all is sent, since a process that ends with open ones aborts, and has the main thread end. */
async function leave(): Promise<void> {
  await Promise.all(Object.values(tails));
  session?.disconnect();
  for (const socket of [...Object.values(sockets), heartbeat]) socket.close();
  await after(farewell);
  post({ kind: "shutdown" });
  // A main thread that is kept busy cannot end the process by itself.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 1000);
}

/** A kernel whose starter is gone has nobody to serve. */
function watchParent(): void {
  const parent = Number(process.env.JPY_PARENT_PID ?? 0);
  if (parent <= 1) return;
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") process.kill(process.pid, "SIGKILL");
    }
  }, 1000);
}

/** Tells each new subscriber that it will miss nothing from now on. */
async function welcomeSubscribers(): Promise<void> {
  for await (const [frame] of sockets.iopub) {
    const [joins, ...topic] = frame as Buffer;
    const subscription = Buffer.from(topic).toString("utf8");
    if (joins !== 1) continue;
    send("iopub", createMessage("iopub_welcome", { subscription }));
    greet();
  }
}

async function echoHeartbeat(): Promise<void> {
  try {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  } catch {
    // The socket was closed by a shutdown between the two.
  }
}

parentPort!.on("message", (order: ToProtocol) => {
  if (order.kind === "leave") void leave();
  else if (order.kind === "script") void adapter?.then((one) => one.know(order.script));
  else void send(order.channel, order.message);
});
for (const socket of [...Object.values(sockets), heartbeat]) socket.linger = 500;
await Promise.all([
  sockets.shell.bind(address(connection, connection.shell_port)),
  sockets.control.bind(address(connection, connection.control_port)),
  sockets.stdin.bind(address(connection, connection.stdin_port)),
  sockets.iopub.bind(address(connection, connection.iopub_port)),
  heartbeat.bind(address(connection, connection.hb_port)),
]);
send("iopub", createMessage("status", { execution_state: "starting" }));
watchParent();
void echoHeartbeat();
void welcomeSubscribers();
void listen("shell");
void listen("control");
void listen("stdin");
